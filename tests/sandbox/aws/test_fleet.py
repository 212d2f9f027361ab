import pytest

from tests.sandbox.aws.clients import Clients, Json


@pytest.fixture(scope="module")
def machines(client: Clients) -> dict[str, Json]:
    reservations = client("ec2").describe_instances()["Reservations"]
    return {tags(one)["Name"]: one for group in reservations for one in group["Instances"]}


def tags(machine: Json) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in machine["Tags"]}


def test_twelve_machines_have_fixed_ids_names_and_addresses(machines: dict[str, Json]) -> None:
    assert len(machines) == 12
    assert machines["web-1"]["InstanceId"] == "i-0a554b5583dd70864"
    assert machines["web-1"]["PrivateIpAddress"] == "10.20.0.11"
    assert machines["win-1"]["InstanceId"] == "i-0101329db3596bbda"


def test_only_machines_in_public_subnets_have_a_public_address(machines: dict[str, Json]) -> None:
    public = {name for name, machine in machines.items() if "PublicIpAddress" in machine}
    assert public == {"web-1", "web-2", "web-3", "bastion", "win-1"}


def test_one_machine_has_not_opted_in(machines: dict[str, Json]) -> None:
    assert {name for name, one in machines.items() if "PatchAutomation" not in tags(one)} == {"build-1"}
    assert all(tags(one)["Owner"] and tags(one)["Role"] and tags(one)["Environment"] for one in machines.values())


def test_only_one_machine_runs_windows(machines: dict[str, Json]) -> None:
    assert [name for name, one in machines.items() if one.get("Platform") == "windows"] == ["win-1"]


def test_machines_were_launched_long_before_the_start(machines: dict[str, Json]) -> None:
    launched = {name: machine["LaunchTime"] for name, machine in machines.items()}
    assert launched["legacy-1"] < launched["db-1"] < launched["web-1"] < launched["batch-1"]


def test_data_volumes_stay_and_root_volumes_go(machines: dict[str, Json]) -> None:
    mappings = {one["DeviceName"]: one["Ebs"] for one in machines["db-1"]["BlockDeviceMappings"]}
    assert mappings["/dev/xvda"]["DeleteOnTermination"] is True
    assert mappings["/dev/sdf"]["DeleteOnTermination"] is False


def test_volumes_carry_the_name_of_their_machine(client: Clients, machines: dict[str, Json]) -> None:
    wanted = [{"Name": "attachment.instance-id", "Values": [machines["db-1"]["InstanceId"]]}]
    volumes = client("ec2").describe_volumes(Filters=wanted)["Volumes"]
    assert sorted(one["Size"] for one in volumes) == [50, 500]
    assert {tags(one)["Name"] for one in volumes} == {"db-1"}


def test_the_unmanaged_machine_has_no_instance_profile(machines: dict[str, Json]) -> None:
    assert {name for name, one in machines.items() if "IamInstanceProfile" not in one} == {"legacy-1"}


def test_the_findings_describe_the_machines_that_ec2_shows(machines: dict[str, Json], all_findings: list[Json]) -> None:
    for finding in all_findings:
        resource = finding["resources"][0]
        machine = machines[resource["tags"]["Name"]]
        details = resource["details"]["awsEc2Instance"]
        assert resource["id"] == machine["InstanceId"]
        assert details["subnetId"] == machine["SubnetId"]
        assert details["imageId"] == machine["ImageId"]
        assert machine["PrivateIpAddress"] in details["ipV4Addresses"]
