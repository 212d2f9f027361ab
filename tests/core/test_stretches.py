from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.stretches import Stretch, holes, joined

BEGIN = datetime(2026, 11, 20, tzinfo=UTC)


def at(minute: int) -> datetime:
    return BEGIN + timedelta(minutes=minute)


def stretch(since: int, until: int) -> Stretch:
    return Stretch(at(since), at(until))


several = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: stretch(*sorted(pair))), max_size=8
)


def test_stretches_that_touch_or_overlap_become_one() -> None:
    assert joined([stretch(5, 9), stretch(0, 3), stretch(3, 4), stretch(8, 12)]) == (stretch(0, 4), stretch(5, 12))


def test_a_stretch_that_ends_before_it_begins_is_none() -> None:
    assert joined([stretch(9, 5)]) == ()


def test_holes_lie_before_between_and_after_what_is_known() -> None:
    found = holes(stretch(0, 30), [stretch(5, 10), stretch(20, 25)])
    assert found == (stretch(0, 5), stretch(10, 20), stretch(25, 30))


@given(several)
def test_what_is_known_and_its_holes_are_the_whole_and_do_not_overlap(known: list[Stretch]) -> None:
    whole = stretch(0, 60)
    found = holes(whole, known)
    assert joined([*found, *known]) == (whole,)
    assert all(hole.until <= each.since or each.until <= hole.since for hole in found for each in joined(known))
