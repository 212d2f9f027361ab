from datetime import timedelta

from core.conflicts import Conflict, ConflictKind, joined, meeting
from tests.core.examples import NOW


def conflict(kind: ConflictKind, in_h: int, says: str = "Taken.") -> Conflict:
    start = NOW + timedelta(hours=in_h)
    return Conflict(kind=kind, start=start, end=start + timedelta(hours=2), says=says)


def test_what_meets_a_time_is_told_once_and_what_forbids_first() -> None:
    busy, closed = (ConflictKind.BUSINESS_HOURS, ConflictKind.CALENDAR_CLOSED)
    several = [
        conflict(busy, 0, "Busy."),
        conflict(busy, 1, "Busy."),
        conflict(closed, 1, "Closed."),
        conflict(busy, 9),
    ]
    found = meeting(several, NOW + timedelta(hours=1), NOW + timedelta(hours=2))
    assert [each.says for each in found] == ["Closed.", "Busy."]


def test_times_that_only_touch_do_not_meet() -> None:
    assert not conflict(ConflictKind.PEER_WINDOW, 0).meets(NOW + timedelta(hours=2), NOW + timedelta(hours=3))


def test_times_of_one_reason_that_touch_are_one() -> None:
    several = [conflict(ConflictKind.PEER_WINDOW, hour) for hour in (4, 0, 2, 9)]
    assert [(each.start, each.end) for each in joined(several)] == [
        (NOW, NOW + timedelta(hours=6)),
        (NOW + timedelta(hours=9), NOW + timedelta(hours=11)),
    ]
    assert len(joined([conflict(ConflictKind.PEER_WINDOW, 0, says) for says in ("a", "b")])) == 2
