from datetime import UTC, datetime, timedelta
from functools import partial

from sandbox.aws.timeline import Timeline

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Hands:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


def test_nothing_happens_before_it_is_due() -> None:
    clock, done = Hands(), list[str]()
    timeline = Timeline(clock=clock)
    timeline.after(10, lambda: done.append("late"))
    timeline.after(5, lambda: done.append("early"))
    clock.at = NOON + timedelta(seconds=7)
    timeline.catch_up()
    assert done == ["early"]
    clock.at = NOON + timedelta(seconds=10)
    timeline.catch_up()
    assert done == ["early", "late"]


def test_what_follows_counts_from_when_its_cause_was_due() -> None:
    clock, done = Hands(), list[datetime]()
    timeline = Timeline(clock=clock)
    timeline.after(5, lambda: timeline.after(5, lambda: done.append(timeline.now())))
    clock.at = NOON + timedelta(hours=1)
    timeline.catch_up()
    assert done == [NOON + timedelta(seconds=10)]
    assert timeline.now() == clock.at


def test_acts_due_together_happen_in_the_order_they_were_asked_for() -> None:
    clock, done = Hands(), list[int]()
    timeline = Timeline(clock=clock)
    for number in range(5):
        timeline.at(NOON, partial(done.append, number))
    timeline.catch_up()
    assert done == [0, 1, 2, 3, 4]


def test_speed_shortens_everything() -> None:
    timeline = Timeline(60, Hands())
    assert timeline.span(120) == timedelta(seconds=2)
    assert timeline.after(30, lambda: None) == NOON + timedelta(seconds=0.5)


def test_an_act_that_catches_up_does_not_begin_again() -> None:
    done = list[str]()
    timeline = Timeline(clock=Hands())

    def act() -> None:
        with timeline.caught_up():
            done.append("once")

    timeline.at(NOON, act)
    timeline.catch_up()
    assert done == ["once"]
