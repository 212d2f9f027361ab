"""How a series stands to a limit, and what a limit would have said of the past."""

from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.series import Metric, Series
from core.thresholds.rule import Threshold
from core.thresholds.standing import Spell, Standing, State, replay, stand

STEP = 300
BEGIN = 1_795_132_800.0
CPU = Metric(namespace="AWS/EC2", name="CPUUtilization", dimensions=(), statistic="Average", unit="Percent")
BUSY = Threshold(name="busy", metric="cpu", above=90, lasts="15m")
EMPTY = Threshold(name="empty", metric="cpu", below=1, lasts="15m")
ODD = Threshold(name="odd", metric="cpu", unusual=True, lasts="15m")


def series(values: Sequence[float | None]) -> Series:
    times = tuple(BEGIN + STEP * number for number in range(len(values)))
    return Series(metric=CPU, period_s=STEP, times=times, values=tuple(values))


def at(period: int) -> datetime:
    return datetime.fromtimestamp(BEGIN + STEP * period, UTC)


def after(values: Sequence[float | None], before: Standing | None = None, rule: Threshold = BUSY) -> Standing:
    standing = stand(rule, series(values), before)
    assert standing is not None
    return standing


def test_it_fires_once_the_limit_was_passed_for_the_whole_time_and_says_since_when() -> None:
    assert after([50, 95, 95]).state is State.WELL
    firing = after([50, 95, 95, 99])
    assert (firing.state, firing.since, firing.value) == (State.FIRING, at(1), 99)


def test_too_short_a_history_proves_nothing() -> None:
    assert after([95, 95]).state is State.WELL


def test_one_value_below_ends_nothing_and_a_value_near_the_limit_neither() -> None:
    firing = after([95, 95, 95])
    assert after([95, 95, 40], firing).state is State.FIRING
    assert after([88, 88, 88], firing).state is State.FIRING
    over = after([80, 70, 60], firing)
    assert (over.state, over.since) == (State.WELL, at(3))


def test_a_hole_does_not_interrupt_what_lasts_and_starts_nothing_by_itself() -> None:
    assert after([95, None, 95]).state is State.FIRING
    assert after([None, None, 95]).state is State.WELL


def test_nothing_measured_is_a_state_of_its_own_and_never_well() -> None:
    missing = after([50, None, None, None])
    assert (missing.state, missing.value) == (State.MISSING, None)
    assert after([None, None, None, 50], missing).state is State.WELL


def test_what_fires_and_is_not_measured_any_more_fires_on_and_says_that_it_is_blind() -> None:
    firing = after([95, 95, 95])
    blind = after([95, None, None, None], firing)
    assert (blind.state, blind.since, blind.blind) == (State.FIRING, firing.since, True)
    assert not after([None, None, None, 95], blind).blind


def test_a_limit_below_is_the_same_the_other_way() -> None:
    assert after([0.5, 0.2, 0.9], rule=EMPTY).state is State.FIRING
    assert after([0.5, 1.0, 0.9], rule=EMPTY).state is State.WELL


def test_the_past_is_told_as_it_would_have_been_then() -> None:
    values = [50.0] * 4 + [95.0] * 5 + [50.0] * 6 + [99.0] * 3
    assert replay(BUSY, series(values)) == (
        Spell(start=at(4), end=at(12), worst=95),
        Spell(start=at(15), end=None, worst=99),
    )
    assert replay(BUSY, series([50.0] * 20)) == ()


def test_what_is_unusual_is_judged_by_its_own_past() -> None:
    calm = [20.0 + (number % 7) * 0.5 for number in range(3 * 288)]
    assert after(calm, rule=ODD).state is State.WELL
    jumped = after(calm + [85.0] * 6, rule=ODD)
    assert (jumped.state, jumped.value) == (State.FIRING, 85)
    assert [spell.end for spell in replay(ODD, series(calm + [85.0] * 6))] == [None]


VALUES = st.lists(st.none() | st.floats(0, 100), min_size=1, max_size=60)


@given(VALUES)
def test_it_never_fires_without_a_value_beyond_the_limit_nor_ends_without_one_well_within(
    values: list[float | None],
) -> None:
    standing: Standing | None = None
    for end in range(1, len(values) + 1):
        before, standing = standing, stand(BUSY, series(values[:end]), standing) or standing
        recent = [value for value in values[:end][-3:] if value is not None]
        fires, fired = standing and standing.state is State.FIRING, before and before.state is State.FIRING
        if fires and not fired:
            assert recent
            assert all(value > 90 for value in recent)
        if fired and not fires:
            assert recent
            assert all(value <= 85.5 for value in recent)
