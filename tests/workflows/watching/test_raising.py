"""Alerts of our own among those that arrive."""

from datetime import timedelta

from core.alerts.alert import Alert, AlertLevel, AlertState
from tests.core.examples import NOW, StillClock
from tests.workflows.reporting import memory_store
from workflows.alerts.arrivals import Arrivals
from workflows.watching.raising import Raising


def alert(**more: object) -> Alert:
    made = {"fingerprint": "f1", "title": "A disk is full soon", "severity": AlertLevel.HIGH, "at": NOW}
    return Alert.model_validate({**made, **more})


def test_it_is_stored_as_it_is_and_the_same_again_is_one() -> None:
    clock = StillClock()
    store = memory_store(clock)
    raising = Raising(store, clock)
    raising.accept((alert(), alert()))
    raising.accept((alert(),))
    [stored] = Arrivals(store, clock).waiting(10)
    assert stored.arrival.alerts() == (alert(),)


def test_another_state_or_severity_of_the_same_thing_is_another() -> None:
    clock = StillClock()
    store = memory_store(clock)
    over = alert(state=AlertState.RESOLVED, ended=NOW + timedelta(hours=1))
    Raising(store, clock).accept((alert(), alert(severity=AlertLevel.CRITICAL), over))
    assert len(Arrivals(store, clock).waiting(10)) == 3
