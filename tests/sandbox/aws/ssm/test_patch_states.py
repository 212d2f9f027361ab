from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients, Json

WEB_1, WEB_2, WEB_3 = "i-0a554b5583dd70864", "i-0f69519d5bc9f01d7", "i-0e724c7b135c7ebf1"
BATCH_1, CACHE_1, DB_1 = "i-072413e93407d8f4b", "i-0804d0b6ed1d2a22d", "i-0905ef51525bb7a0d"
BASTION, LEGACY_1 = "i-033e0c347d41e994b", "i-01c04a2bbb6901d67"


@pytest.fixture(scope="module")
def ssm(client: Clients) -> Boto:
    return client("ssm")


def state(ssm: Boto, instance_id: str) -> Json:
    (found,) = ssm.describe_instance_patch_states(InstanceIds=[instance_id])["InstancePatchStates"]
    told: Json = found
    return told


def test_never_scanned_unmanaged_and_unknown_machines_are_just_not_there(ssm: Boto) -> None:
    asked = [WEB_1, BASTION, LEGACY_1, "i-00000000000000000"]
    found = ssm.describe_instance_patch_states(InstanceIds=asked)["InstancePatchStates"]
    assert [each["InstanceId"] for each in found] == [WEB_1]


def test_a_compliant_machine_was_scanned_today_and_misses_nothing(ssm: Boto) -> None:
    found = state(ssm, BATCH_1)
    assert (found["MissingCount"], found["FailedCount"], found["InstalledPendingRebootCount"]) == (0, 0, 0)
    assert found["InstalledCount"] > 10
    assert datetime.now(UTC) - found["OperationEndTime"] < timedelta(days=1)


def test_a_scan_may_be_45_days_old(ssm: Boto) -> None:
    age = datetime.now(UTC) - state(ssm, CACHE_1)["OperationEndTime"]
    assert timedelta(days=45) < age < timedelta(days=46)


def test_an_installation_without_reboot_leaves_a_patch_pending(ssm: Boto) -> None:
    found = state(ssm, WEB_2)
    assert (found["Operation"], found["RebootOption"]) == ("Install", "NoReboot")
    assert found["InstalledPendingRebootCount"] == 1
    assert found["LastNoRebootInstallOperationTime"] == found["OperationEndTime"]


def test_failed_and_rejected_patches_are_counted(ssm: Boto) -> None:
    assert state(ssm, WEB_3)["FailedCount"] == 2
    assert state(ssm, DB_1)["InstalledRejectedCount"] == 1


@pytest.mark.parametrize("machine", [WEB_1, WEB_2, WEB_3, DB_1, CACHE_1])
def test_each_patch_that_breaks_the_baseline_counts_once(ssm: Boto, machine: str) -> None:
    found = state(ssm, machine)
    broken = ("MissingCount", "FailedCount", "InstalledPendingRebootCount", "InstalledRejectedCount")
    kinds = ("CriticalNonCompliantCount", "SecurityNonCompliantCount", "OtherNonCompliantCount")
    assert sum(found[name] for name in broken) == sum(found[name] for name in kinds)


def test_an_operation_begins_before_it_ends(ssm: Boto) -> None:
    found = ssm.describe_instance_patch_states(InstanceIds=[WEB_1, CACHE_1, DB_1])["InstancePatchStates"]
    assert len(found) == 3
    assert all(each["OperationStartTime"] < each["OperationEndTime"] for each in found)


def test_pages_of_ten_cover_every_machine_once(ssm: Boto, client: Clients) -> None:
    reservations = client("ec2").describe_instances()["Reservations"]
    ids = [each["InstanceId"] for reservation in reservations for each in reservation["Instances"]]
    first = ssm.describe_instance_patch_states(InstanceIds=ids, MaxResults=10)
    assert len(first["InstancePatchStates"]) == 10
    assert "NextToken" not in first


def test_a_token_of_another_question_is_refused(ssm: Boto) -> None:
    token = ssm.describe_instance_patches(InstanceId=WEB_1, MaxResults=10)["NextToken"]
    with pytest.raises(ClientError, match="InvalidNextToken"):
        ssm.describe_instance_patch_states(InstanceIds=[WEB_1], NextToken=token)


@pytest.mark.parametrize(
    "asked",
    [
        {"InstanceIds": [f"i-{number:017x}" for number in range(51)]},
        {"InstanceIds": ["web-1"]},
        {"InstanceIds": [WEB_1], "MaxResults": 101},
    ],
)
def test_what_breaks_a_limit_is_refused(ssm: Boto, asked: Json) -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        ssm.describe_instance_patch_states(**asked)
