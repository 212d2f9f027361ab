from datetime import timedelta

from core.detections.bursts import Bursts
from core.detections.event import event_of
from core.detections.rule import LOW, Rule, Window, advice, on
from tests.core.detections.examples import event

RULE = Rule(
    slug="three",
    title="Three different things",
    severity=LOW,
    technique="T1580",
    calls=on("s3", "GetObject"),
    advice=advice("Why.", "check", "do"),
    window=Window(at_least=3, minutes=10, counts=lambda one: [one.asked("key")]),
    once_in=timedelta(0),
)


def complete(*keys_at: tuple[str, float]) -> list[tuple[int, ...]]:
    bursts = Bursts()
    events = [event("s3:GetObject", minute, requestParameters={"key": key}) for key, minute in keys_at]
    return [bursts.complete(RULE, event_of(index, raw)) for index, raw in enumerate(events)]


def test_different_things_make_a_burst() -> None:
    assert complete(("a", 0), ("b", 1), ("c", 2)) == [(), (), (0, 1, 2)]


def test_the_same_thing_again_and_again_is_none() -> None:
    assert complete(("a", 0), ("b", 1), ("b", 2), ("b", 3)) == [(), (), (), ()]


def test_what_is_older_than_the_window_no_longer_counts() -> None:
    assert complete(("a", 0), ("b", 8), ("c", 11)) == [(), (), ()]


def test_after_a_burst_counting_begins_anew() -> None:
    assert complete(("a", 0), ("b", 1), ("c", 2), ("d", 3), ("e", 4), ("f", 5))[3:] == [(), (), (3, 4, 5)]
