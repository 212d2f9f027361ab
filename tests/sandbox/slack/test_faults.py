"""The plan of faults."""

import pytest

from sandbox.slack.faults import plan


def test_a_fault_is_used_up_after_its_times() -> None:
    faults = plan({"api": {"chat.update": {"error": "ratelimited", "retry_after": 1, "times": 2}}})
    met = [faults.of("chat.update") is not None for _ in range(3)]
    assert met == [True, True, False]
    assert faults.of("chat.postMessage") is None


def test_a_fault_of_every_method_stays_until_the_plan_changes() -> None:
    faults = plan({"api": {"*": {"status": 503}}})
    assert all(faults.of(f"any.{n}") is not None for n in range(10))


def test_a_fault_hits_each_so_manieth_call() -> None:
    faults = plan({"api": {"chat.update": {"status": 500, "every": 3}}})
    assert [faults.of("chat.update") is not None for _ in range(6)] == [False, False, True] * 2


def test_a_fault_ends_when_its_time_is_over() -> None:
    faults = plan({"api": {"now": {"status": 500, "for_s": 0}, "long": {"status": 500, "for_s": 60}}})
    assert (faults.of("now") is None, faults.of("long") is None) == (True, False)


def test_a_pace_lets_a_burst_through_and_then_one_a_second() -> None:
    pace = plan({"pace": {"burst": 2}}).pace
    assert pace is not None
    assert [pace.seconds_to_wait("C1", 100.0) for _ in range(3)] == [0, 0, 1]
    assert pace.seconds_to_wait("C2", 100.0) == 0
    assert [pace.seconds_to_wait("C1", 101.0), pace.seconds_to_wait("C1", 101.5)] == [0, 1]


def test_envelopes_are_lost_or_doubled_so_many_times() -> None:
    envelopes = plan({"envelopes": {"lost": 2, "duplicates": 1, "repeats": 0}}).envelopes
    assert [envelopes.take("lost") for _ in range(3)] == [True, True, False]
    assert [envelopes.take("duplicates") for _ in range(2)] == [True, False]
    assert not envelopes.take("repeats")


def test_an_empty_plan_is_a_healthy_slack() -> None:
    faults = plan({})
    assert (faults.installed, faults.missing_methods, faults.of("chat.update")) == (True, frozenset(), None)


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="weather"):
        plan({"weather": "rain"})
    with pytest.raises(TypeError):
        plan({"api": {"*": {"colour": "red"}}})
