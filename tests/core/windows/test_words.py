from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.windows.words import hour_of_week, local_moment, local_span

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_time_is_said_by_the_owners_clock() -> None:
    at = NIGHT - timedelta(days=2)
    assert local_span(at, at + timedelta(hours=1), BERLIN) == "Fri 23 Oct, 02:30 to 03:30 (Europe/Berlin)"
    assert local_moment(at, BERLIN) == "Fri 23 Oct, 02:30"


def test_an_end_on_the_next_day_names_it() -> None:
    at = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)
    assert local_span(at, at + timedelta(hours=1), BERLIN).startswith("Sat 21 Nov, 23:30 to Sun 22 Nov, 00:30")


def test_a_change_of_the_clock_within_it_is_said() -> None:
    said = local_span(NIGHT, NIGHT + timedelta(hours=1), BERLIN)
    assert said == "Sun 25 Oct, 02:30 to 02:30 (Europe/Berlin, the clock changes from CEST to CET)"


def test_an_hour_of_the_week_has_its_day() -> None:
    assert [hour_of_week(slot) for slot in (0, 24 * 4 + 57, 671)] == ["Mon 00:00", "Tue 14:15", "Sun 23:45"]
