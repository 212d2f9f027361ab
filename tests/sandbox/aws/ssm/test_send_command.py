import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.ssm.quick import FACTS, HEALTH, PATCH, Quick

WEB_1, LEGACY_1, WIN_1 = "i-0a554b5583dd70864", "i-01c04a2bbb6901d67", "i-0101329db3596bbda"


def refusal(quick: Quick, **request: object) -> str:
    with pytest.raises(ClientError) as caught:
        quick.ssm.send_command(**request)
    return str(caught.value.response["Error"]["Code"])


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({"DocumentName": "SRE-Nothing", "InstanceIds": [WEB_1]}, "InvalidDocument"),
        ({"DocumentName": FACTS, "DocumentVersion": "9", "InstanceIds": [WEB_1]}, "InvalidDocumentVersion"),
        ({"DocumentName": FACTS, "DocumentHash": "0" * 64, "InstanceIds": [WEB_1]}, "InvalidDocument"),
        ({"DocumentName": FACTS, "InstanceIds": [LEGACY_1]}, "InvalidInstanceId"),
        ({"DocumentName": FACTS, "InstanceIds": [WEB_1, "i-00000000000000000"]}, "InvalidInstanceId"),
        ({"DocumentName": FACTS, "InstanceIds": [WIN_1]}, "UnsupportedPlatformType"),
        ({"DocumentName": FACTS, "InstanceIds": [WEB_1, WEB_1]}, "DuplicateInstanceId"),
        ({"DocumentName": FACTS}, "ValidationException"),
        ({"DocumentName": FACTS, "InstanceIds": [f"i-{n:017x}" for n in range(51)]}, "ValidationException"),
        ({"DocumentName": FACTS, "InstanceIds": [WEB_1], "Comment": "x" * 101}, "ValidationException"),
        ({"DocumentName": FACTS, "InstanceIds": [WEB_1], "MaxErrors": "-1"}, "ValidationException"),
    ],
)
def test_what_systems_manager_refuses_is_never_sent(quick: Quick, request_: dict[str, object], code: str) -> None:
    before = quick.effects(f"command:{FACTS}", WEB_1)
    assert refusal(quick, **request_) == code
    assert quick.effects(f"command:{FACTS}", WEB_1) == before


def test_ids_and_targets_exclude_each_other(quick: Quick) -> None:
    targets = [{"Key": "tag:Role", "Values": ["web"]}]
    assert refusal(quick, DocumentName=HEALTH, InstanceIds=[WEB_1], Targets=targets) == "ValidationException"


@pytest.mark.parametrize("seconds", [29, 2_592_001])
def test_a_timeout_out_of_bounds_is_refused(quick: Quick, seconds: int) -> None:
    given = {"DocumentName": HEALTH, "InstanceIds": [WEB_1], "TimeoutSeconds": seconds}
    with pytest.raises(Exception, match=r"TimeoutSeconds|timeoutSeconds"):
        quick.ssm.send_command(**given)


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"Operation": ["Upgrade"]},
        {"Operation": ["Scan", "Install"]},
        {"Operation": ["Scan"], "SnapshotId": ["mine"]},
        {"Operation": ["Scan"], "InstallOverrideList": ["list.yaml"]},
        {"Operation": ["Scan"], "Colour": ["blue"]},
    ],
)
def test_parameters_are_those_of_the_document(quick: Quick, parameters: dict[str, list[str]]) -> None:
    request = {"DocumentName": PATCH, "InstanceIds": [WEB_1], "Parameters": parameters}
    assert refusal(quick, **request) == "InvalidParameters"


def test_a_stopped_machine_takes_no_commands(quick: Quick) -> None:
    machine = quick.machine()
    quick.ec2.stop_instances(InstanceIds=[machine])
    assert refusal(quick, DocumentName=FACTS, InstanceIds=[machine]) == "InvalidInstanceId"


def test_targets_by_tag_leave_other_platforms_out(quick: Quick) -> None:
    targets = [{"Key": "InstanceIds", "Values": [WIN_1]}]
    sent = quick.ssm.send_command(DocumentName=HEALTH, Targets=targets)["Command"]
    quick.wait(lambda: bool(quick.ssm.list_commands(CommandId=sent["CommandId"])["Commands"]))
    told = quick.ssm.get_command_invocation(CommandId=sent["CommandId"], InstanceId=WIN_1)
    assert (told["Status"], told["StatusDetails"], told["ResponseCode"]) == ("Failed", "InvalidPlatform", -1)


def test_a_tag_that_nothing_has_is_a_success_of_nothing(quick: Quick) -> None:
    targets = [{"Key": "tag:Role", "Values": ["nobody"]}]
    command_id = quick.ssm.send_command(DocumentName=HEALTH, Targets=targets)["Command"]["CommandId"]
    quick.wait(lambda: bool(quick.ssm.list_commands(CommandId=command_id)["Commands"]))
    (told,) = quick.ssm.list_commands(CommandId=command_id)["Commands"]
    assert (told["Status"], told["StatusDetails"], told["TargetCount"]) == ("Success", "NoInstancesInTag", 0)


def test_two_equal_requests_are_two_commands(quick: Quick) -> None:
    machine = quick.machine()
    first, second = (quick.send(FACTS, machine, comment="mark-1") for _ in range(2))
    assert first != second
    assert quick.effects(f"command:{FACTS}", machine) == 2


def test_a_lost_reply_leaves_one_command_that_its_comment_finds(quick: Quick) -> None:
    machine = quick.machine()
    quick.control("POST", "faults", {"ssm:SendCommand": {"lost_reply": True, "times": 1}})
    with pytest.raises(Exception, match=r"closed|reset|Connection"):
        quick.send(HEALTH, machine, comment="workflow-7/install")
    quick.wait(lambda: bool(quick.ssm.list_commands(InstanceId=machine)["Commands"]))
    (found,) = quick.ssm.list_commands(InstanceId=machine)["Commands"]
    assert found["Comment"] == "workflow-7/install"
    assert quick.effects(f"command:{HEALTH}", machine) == 1
