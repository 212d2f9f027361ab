from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients, Json

DB_1 = "i-0905ef51525bb7a0d"


@pytest.fixture(scope="module")
def ssm(client: Clients) -> Boto:
    return client("ssm")


def window(ssm: Boto, name: str) -> Json:
    (found,) = ssm.describe_maintenance_windows(Filters=[{"Key": "Name", "Values": [name]}])["WindowIdentities"]
    told: Json = found
    return told


def for_target(ssm: Boto, key: str, value: str) -> list[str]:
    targets = [{"Key": key, "Values": [value]}]
    found = ssm.describe_maintenance_windows_for_target(Targets=targets, ResourceType="INSTANCE")
    return [each["Name"] for each in found["WindowIdentities"]]


def test_the_next_execution_is_a_sunday_night_in_the_zone_of_the_window(ssm: Boto) -> None:
    told = window(ssm, "web-weekly-patching")
    at = datetime.fromisoformat(told["NextExecutionTime"])
    assert (at.strftime("%a %H:%M"), told["ScheduleTimezone"]) == ("Sun 03:00", "America/Los_Angeles")
    assert timedelta() < at - datetime.now(UTC) < timedelta(days=8)
    assert ssm.get_maintenance_window(WindowId=told["WindowId"])["NextExecutionTime"] == told["NextExecutionTime"]


def test_a_target_is_found_by_exactly_what_was_registered(ssm: Boto) -> None:
    assert for_target(ssm, "tag:Role", "web") == ["web-weekly-patching"]
    assert for_target(ssm, "InstanceIds", DB_1) == ["database-maintenance"]
    assert for_target(ssm, "tag:Role", "database") == []


def test_the_targets_of_a_window_are_listed(ssm: Boto) -> None:
    window_id = window(ssm, "web-weekly-patching")["WindowId"]
    (target,) = ssm.describe_maintenance_window_targets(WindowId=window_id)["Targets"]
    assert target["Targets"] == [{"Key": "tag:Role", "Values": ["web"]}]


def test_the_schedule_lists_the_coming_weeks(ssm: Boto) -> None:
    window_id = window(ssm, "web-weekly-patching")["WindowId"]
    found = ssm.describe_maintenance_window_schedule(WindowId=window_id, MaxResults=3)
    times = [datetime.fromisoformat(each["ExecutionTime"]) for each in found["ScheduledWindowExecutions"]]
    assert [each.weekday() for each in times] == [6, 6, 6]
    assert "NextToken" in found


def test_the_schedule_of_all_windows_is_in_order(ssm: Boto) -> None:
    found = ssm.describe_maintenance_window_schedule()["ScheduledWindowExecutions"]
    times = [datetime.fromisoformat(each["ExecutionTime"]) for each in found]
    assert times == sorted(times)
    assert {each["Name"] for each in found} == {"web-weekly-patching", "database-maintenance"}


def test_an_unknown_window_is_refused(ssm: Boto) -> None:
    with pytest.raises(ClientError, match="DoesNotExistException"):
        ssm.get_maintenance_window(WindowId="mw-00000000000000000")
