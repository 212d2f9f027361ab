import pytest

from tests.sandbox.aws.clients import Clients, Json


@pytest.fixture(scope="module")
def web_1(client: Clients) -> Json:
    answer = client("ec2").describe_instances(InstanceIds=["i-0a554b5583dd70864"])
    found: Json = answer["Reservations"][0]["Instances"][0]
    return found


def test_an_interface_has_the_addresses_and_groups_of_its_machine(web_1: Json) -> None:
    [card] = web_1["NetworkInterfaces"]
    assert card["PrivateIpAddress"] == web_1["PrivateIpAddress"] == "10.20.0.11"
    assert card["Association"]["PublicIp"] == web_1["PublicIpAddress"]
    assert [each["Primary"] for each in card["PrivateIpAddresses"]] == [True]
    assert card["Groups"] == web_1["SecurityGroups"]


def test_disks_were_attached_when_the_machine_was_launched(web_1: Json) -> None:
    assert {disk["Ebs"]["AttachTime"] for disk in web_1["BlockDeviceMappings"]} == {web_1["LaunchTime"]}


def test_a_terminated_machine_has_lost_its_network(client: Clients) -> None:
    ec2 = client("ec2", "eu-west-1")  # a region of its own, as the others count the machines of theirs
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    [made] = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1)["Instances"]
    ec2.terminate_instances(InstanceIds=[made["InstanceId"]])
    [gone] = ec2.describe_instances(InstanceIds=[made["InstanceId"]])["Reservations"][0]["Instances"]
    assert gone["State"]["Name"] == "terminated"
    assert "PrivateIpAddress" not in gone
    assert "NetworkInterfaces" not in gone or gone["NetworkInterfaces"] == []
