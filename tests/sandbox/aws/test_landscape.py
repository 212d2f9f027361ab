from tests.sandbox.aws.clients import Clients


def test_subnets_stand_in_two_zones(client: Clients) -> None:
    wanted = [{"Name": "tag:Name", "Values": ["public-*", "private-*"]}]
    subnets = client("ec2").describe_subnets(Filters=wanted)["Subnets"]
    assert len(subnets) == 4
    assert {one["AvailabilityZone"] for one in subnets} == {"us-west-2a", "us-west-2b"}


def open_ports(client: Clients, cidr: str) -> set[tuple[str, int]]:
    groups = client("ec2").describe_security_groups()["SecurityGroups"]
    return {
        (group["GroupName"], rule["FromPort"])
        for group in groups
        for rule in group["IpPermissions"]
        if any(one["CidrIp"] == cidr for one in rule["IpRanges"])
    }


def test_the_world_reaches_https_and_the_bastion(client: Clients) -> None:
    assert open_ports(client, "0.0.0.0/0") == {("web", 443), ("web", 80), ("bastion", 22), ("windows", 3389)}


def test_databases_are_open_to_the_vpc_alone(client: Clients) -> None:
    assert {("data", 5432), ("data", 6379)} <= open_ports(client, "10.20.0.0/16")


def test_target_groups_hold_the_web_and_api_machines(client: Clients) -> None:
    elb = client("elbv2")
    groups = elb.describe_target_groups()["TargetGroups"]
    sizes = {
        one["TargetGroupName"]: len(
            elb.describe_target_health(TargetGroupArn=one["TargetGroupArn"])["TargetHealthDescriptions"]
        )
        for one in groups
    }
    assert sizes == {"web": 3, "api": 2}


def test_only_the_images_of_the_fleet_exist(client: Clients) -> None:
    images = client("ec2").describe_images()["Images"]
    assert len(images) == 6
    assert {one["ImageId"] for one in images} >= {"ami-0a23c5f81e4b6d702"}


def test_the_instance_role_exists(client: Clients) -> None:
    assert client("iam").get_role(RoleName="sandbox-instance")["Role"]["Arn"].endswith("role/sandbox-instance")


def test_the_account_is_the_documented_one(client: Clients) -> None:
    assert client("sts").get_caller_identity()["Account"] == "123456789012"
