from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from sandbox.aws.schedule import runs

# A Saturday.
NOW = datetime(2026, 3, 7, 12, 0, tzinfo=UTC)


def first(expression: str, zone: str = "Etc/UTC", number: int = 1) -> list[str]:
    return [each.isoformat(timespec="minutes") for each in islice(runs(expression, zone, NOW), number)]


@pytest.mark.parametrize(
    ("expression", "run"),
    [
        ("cron(0 3 ? * SUN *)", "2026-03-08T03:00+00:00"),
        ("cron(30 1 ? * WED#2 *)", "2026-03-11T01:30+00:00"),
        ("cron(0 3 ? * 6L *)", "2026-03-27T03:00+00:00"),
        ("cron(0 3 L * ? *)", "2026-03-31T03:00+00:00"),
        ("cron(0/20 12 * * ? *)", "2026-03-07T12:20+00:00"),
        ("cron(0 4 1,15 APR-JUN ? *)", "2026-04-01T04:00+00:00"),
        ("cron(0 4 ? * MON-FRI 2027)", "2027-01-01T04:00+00:00"),
        ("rate(3 days)", "2026-03-10T12:00+00:00"),
        ("at(2026-07-07T15:55:00)", "2026-07-07T15:55+00:00"),
    ],
)
def test_the_next_run_is_the_one_that_aws_documents(expression: str, run: str) -> None:
    assert first(expression) == [run]


def test_a_run_keeps_its_hour_on_the_wall_when_the_clocks_change() -> None:
    found = first("cron(0 5 ? * SUN *)", "America/Los_Angeles", 2)
    assert found == ["2026-03-08T05:00-07:00", "2026-03-15T05:00-07:00"]


def test_an_hour_that_the_night_skips_has_no_run() -> None:
    assert first("cron(30 2 ? * SUN *)", "America/Los_Angeles") == ["2026-03-15T02:30-07:00"]


def test_a_rate_counts_from_its_beginning() -> None:
    begun = NOW - timedelta(days=7)
    found = runs("rate(3 days)", "Etc/UTC", NOW, begun)
    assert [next(found), next(found)] == [begun + timedelta(days=9), begun + timedelta(days=12)]


def test_a_day_that_never_comes_ends_the_list() -> None:
    assert first("cron(0 3 30 FEB ? *)") == []


@pytest.mark.parametrize(
    "expression",
    ["cron(0 3 * * * *)", "cron(0 3 ? * SUN)", "cron(61 3 ? * SUN *)", "rate(0 days)", "rate(3 moons)", "daily"],
)
def test_what_aws_does_not_take_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        first(expression)
