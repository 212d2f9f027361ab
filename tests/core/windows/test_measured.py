import pytest

from core.windows.measured import resource_of, slots_between
from tests.core.examples import NOW
from tests.core.windows.loads import UTC_ZONE, by_night, series_of

NIGHT = slots_between(NOW.timestamp() - NOW.minute * 60, NOW.timestamp() - NOW.minute * 60 + 3600, UTC_ZONE)


def test_a_resource_is_told_for_certain_quarter_hours() -> None:
    resource = resource_of(series_of(by_night), UTC_ZONE, NOW.timestamp())
    told = resource.at(NIGHT)
    assert (told.name, told.unit) == ("CPU peak", "%")
    assert told.expected == pytest.approx(10, abs=0.5)
    assert told.busiest == pytest.approx(63, abs=0.5)
    assert resource.at().expected is None


def test_the_most_of_any_week_is_not_smoothed() -> None:
    resource = resource_of(
        series_of(lambda at: 77.0 if at.day == 6 and at.hour == 2 else by_night(at)), UTC_ZONE, NOW.timestamp()
    )
    assert resource.high(NIGHT) == 77


def test_of_what_was_never_measured_nothing_is_told() -> None:
    resource = resource_of(series_of(lambda _: None), UTC_ZONE, NOW.timestamp())
    assert resource.high(NIGHT) is None
    assert (resource.at(NIGHT).expected, resource.at(NIGHT).busiest) == (None, None)


def test_a_time_touches_every_quarter_hour_it_begins() -> None:
    assert len(slots_between(0, 1, UTC_ZONE)) == 1
    assert slots_between(0, 1800, UTC_ZONE).tolist() == [3 * 96, 3 * 96 + 1]
