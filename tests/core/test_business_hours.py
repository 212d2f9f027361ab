from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.business_hours import parse_business_hours

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = datetime(2026, 10, 23, 6, tzinfo=UTC)


def test_hours_are_those_of_the_owners_clock_across_its_change() -> None:
    hours = parse_business_hours("Mon-Fri 09:00-18:00")
    assert hours
    begins = [begin for begin, _ in hours.spans(BERLIN, FRIDAY, FRIDAY + timedelta(days=4))]
    assert [(each.weekday(), each.hour) for each in begins] == [(4, 7), (0, 8)]


def test_a_time_that_has_begun_counts() -> None:
    hours = parse_business_hours("fri 8:00-24:00")
    assert hours
    at_nine = FRIDAY.replace(hour=9)
    ((begin, end),) = hours.spans(BERLIN, at_nine, at_nine + timedelta(hours=1))
    assert end - begin == timedelta(hours=16)


def test_days_may_go_around_the_end_of_the_week() -> None:
    hours = parse_business_hours("Sun-Thu 10:00-12:00")
    assert hours
    assert hours.days == {6, 0, 1, 2, 3}


@pytest.mark.parametrize("text", ["", "  "])
def test_no_hours_are_none(text: str) -> None:
    assert parse_business_hours(text) is None


@pytest.mark.parametrize(
    "text", ["always", "Mon-Fri", "Mon-Foo 09:00-18:00", "Mon 25:00-26:00", "Mon 18:00-09:00", "9-5"]
)
def test_hours_that_cannot_be_read_get_a_sentence_with_some_that_can(text: str) -> None:
    with pytest.raises(ValueError, match="Mon-Fri 09:00-18:00"):
        parse_business_hours(text)
