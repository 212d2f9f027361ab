from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients

FREEZES, HOURS = "shop-release-freezes", "production-change-hours"
# A Wednesday in Los Angeles, which is seven hours behind.
NOON, NIGHT = "2027-06-16T19:00:00Z", "2027-06-16T21:00:00-0700"


@pytest.fixture(scope="module")
def ssm(client: Clients) -> Boto:
    return client("ssm")


def test_a_default_closed_calendar_opens_during_its_events(ssm: Boto) -> None:
    closed = ssm.get_calendar_state(CalendarNames=[HOURS], AtTime=NOON)
    opened = ssm.get_calendar_state(CalendarNames=[HOURS], AtTime=NIGHT)
    assert (closed["State"], closed["NextTransitionTime"]) == ("CLOSED", "2027-06-17T02:00:00Z")
    assert (opened["State"], opened["NextTransitionTime"]) == ("OPEN", "2027-06-17T14:00:00Z")
    assert opened["AtTime"] == "2027-06-17T04:00:00Z"


def test_a_default_open_calendar_closes_some_days_ahead(ssm: Boto) -> None:
    now = ssm.get_calendar_state(CalendarNames=[FREEZES])
    assert now["State"] == "OPEN"
    begins = datetime.fromisoformat(now["NextTransitionTime"])
    assert timedelta(days=4) < begins - datetime.now(UTC) < timedelta(days=7)
    frozen = ssm.get_calendar_state(CalendarNames=[FREEZES], AtTime=now["NextTransitionTime"])
    assert frozen["State"] == "CLOSED"
    assert datetime.fromisoformat(frozen["NextTransitionTime"]) - begins == timedelta(hours=62)


def test_after_the_last_event_nothing_changes_any_more(ssm: Boto) -> None:
    assert "NextTransitionTime" not in ssm.get_calendar_state(CalendarNames=[FREEZES], AtTime=NOON)


def test_several_calendars_are_open_only_together(ssm: Boto) -> None:
    assert ssm.get_calendar_state(CalendarNames=[FREEZES, HOURS], AtTime=NOON)["State"] == "CLOSED"
    assert ssm.get_calendar_state(CalendarNames=[FREEZES, HOURS], AtTime=NIGHT)["State"] == "OPEN"


def test_a_calendar_is_found_by_its_arn_too(ssm: Boto) -> None:
    arn = f"arn:aws:ssm:us-west-2:123456789012:document/{HOURS}"
    assert ssm.get_calendar_state(CalendarNames=[arn], AtTime=NOON)["State"] == "CLOSED"


@pytest.mark.parametrize(
    ("names", "at", "code"),
    [
        (["holidays"], NOON, "InvalidDocument"),
        ([HOURS], "tomorrow", "ValidationException"),
        ([HOURS], "9999-12-31T23:59:59Z", "ValidationException"),
        ([], NOON, "ValidationException"),
    ],
)
def test_what_does_not_exist_is_refused(ssm: Boto, names: list[str], at: str, code: str) -> None:
    with pytest.raises(ClientError) as caught:
        ssm.get_calendar_state(CalendarNames=names, AtTime=at)
    assert caught.value.response["Error"]["Code"] == code


def test_another_region_has_no_calendars(client: Clients) -> None:
    with pytest.raises(ClientError, match="InvalidDocument"):
        client("ssm", region="eu-west-1").get_calendar_state(CalendarNames=[HOURS])
