from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.patching.offers import FURTHEST, MOST, Offer, hinders, offers
from core.patching.plan import PlannedWindow
from core.patching.policy import Freeze, Policy, QuietHours
from tests.core.patching.examples import AT

BERLIN, HOUR = ZoneInfo("Europe/Berlin"), timedelta(hours=1)


def window(start: datetime, hours: float = 1) -> PlannedWindow:
    return PlannedWindow(start=start, end=start + hours * HOUR, zone="UTC")


TOMORROW = window(AT + 24 * HOUR)


def chosen(policy: Policy, quiet: tuple[Offer, ...] = ()) -> list[PlannedWindow | None]:
    return [each.window for each in offers(policy, quiet, BERLIN, 2 * HOUR, AT, planned=TOMORROW)]


def test_the_time_that_is_planned_already_is_not_offered_again() -> None:
    assert TOMORROW not in chosen(Policy(), (Offer(TOMORROW, ""),))
    assert None not in [each.window for each in offers(Policy(), (), BERLIN, 2 * HOUR, AT)]


def test_without_any_load_known_the_coming_nights_are_offered_by_the_owners_clock() -> None:
    now, *nights = chosen(Policy())
    assert now is None
    assert [each.start.astimezone(BERLIN).hour for each in nights if each] == [2] * 7
    assert all(each and each.end - each.start == 2 * HOUR for each in nights)


def test_times_of_little_load_come_first_and_nothing_overlaps() -> None:
    quiet = Offer(window(AT + 14 * HOUR), "12 % of the usual peak")
    told = chosen(Policy(), (quiet, Offer(window(AT + 14.5 * HOUR), "")))
    assert told[1] == quiet.window
    assert len(told) == 1 + 1 + 6


def test_nothing_is_offered_inside_a_freeze() -> None:
    frozen = Freeze(name="release", start=AT, end=AT + timedelta(days=30))
    assert chosen(Policy(freezes=(frozen,))) == []


def test_nothing_is_offered_that_reaches_into_quiet_hours() -> None:
    quiet = QuietHours(start=time(3, 30), end=time(6), zone="Europe/Berlin")
    assert chosen(Policy(quiet_hours=quiet)) == [None]


@pytest.mark.parametrize(
    ("start", "said"),
    [(AT - HOUR, "over already"), (AT + FURTHEST + HOUR, "days away"), (AT + HOUR, "")],
)
def test_a_time_that_was_not_offered_is_looked_at_again(start: datetime, said: str) -> None:
    told = hinders(Policy(), window(start), AT)
    assert (said in told) if said else told == ""


@given(st.times(), st.times(), st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)))  # noqa: DTZ001  hypothesis takes naive bounds
def test_whatever_is_offered_may_be_chosen(start: time, end: time, now: datetime) -> None:
    policy = Policy(quiet_hours=QuietHours(start=start, end=end, zone="Europe/Berlin"))
    found = offers(policy, (), BERLIN, HOUR, now)
    assert len(found) <= MOST
    assert all(hinders(policy, each.window, now) == "" for each in found)
