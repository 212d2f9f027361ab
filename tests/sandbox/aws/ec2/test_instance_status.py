import pytest

from tests.sandbox.aws.clients import Json, until
from tests.sandbox.aws.lively import API_1, Lively, refusal

CHECKS = ("InstanceStatus", "SystemStatus", "AttachedEbsStatus")


def told(lively: Lively, instance_id: str) -> tuple[str, ...]:
    asked = {"InstanceIds": [instance_id], "IncludeAllInstances": True}
    [found] = lively.ec2.describe_instance_status(**asked)["InstanceStatuses"]
    return tuple(found[check]["Status"] for check in CHECKS)


def test_a_machine_that_runs_for_long_is_well(lively: Lively) -> None:
    assert told(lively, API_1) == ("ok", "ok", "ok")


def test_a_rebooted_machine_is_initializing_and_its_host_is_not(lively: Lively) -> None:
    lively.trouble(API_1, boot_s=100)
    lively.ec2.reboot_instances(InstanceIds=[API_1])
    until(lambda: told(lively, API_1) == ("initializing", "ok", "ok"))
    until(lambda: told(lively, API_1) == ("ok", "ok", "ok"))


def test_a_started_machine_has_its_host_checked_anew(lively: Lively) -> None:
    lively.trouble(API_1, boot_s=100)
    lively.stop(API_1)
    assert told(lively, API_1) == ("not-applicable",) * 3
    lively.ec2.start_instances(InstanceIds=[API_1])
    until(lambda: told(lively, API_1) == ("initializing", "initializing", "ok"))
    until(lambda: told(lively, API_1) == ("ok", "ok", "ok"))


def test_machines_that_do_not_run_are_left_out_unless_all_are_asked_for(lively: Lively) -> None:
    lively.stop(API_1)
    assert len(lively.ec2.describe_instance_status()["InstanceStatuses"]) == 11
    assert len(lively.ec2.describe_instance_status(IncludeAllInstances=True)["InstanceStatuses"]) == 12


@pytest.mark.parametrize("status", ["impaired", "insufficient-data"])
def test_a_scenario_says_what_the_checks_say(lively: Lively, status: str) -> None:
    lively.trouble(API_1, status=status)
    assert told(lively, API_1)[0] == status
    only = [{"Name": "instance-status.status", "Values": [status]}]
    found = lively.ec2.describe_instance_status(Filters=only)["InstanceStatuses"]
    assert [each["InstanceId"] for each in found] == [API_1]


def test_pages_lose_nothing(lively: Lively) -> None:
    pages = lively.ec2.get_paginator("describe_instance_status").paginate(PaginationConfig={"PageSize": 5})
    assert [len(page["InstanceStatuses"]) for page in pages] == [5, 5, 2]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"MaxResults": 1001}, "InvalidParameterValue"),
        ({"InstanceIds": [API_1], "MaxResults": 5}, "InvalidParameterCombination"),
        ({"Filters": [{"Name": "mood", "Values": ["good"]}]}, "InvalidParameterValue"),
        ({"DryRun": True}, "DryRunOperation"),
    ],
)
def test_what_ec2_refuses_is_refused(lively: Lively, asked: Json, code: str) -> None:
    assert refusal(lively.ec2.describe_instance_status, **asked) == code
