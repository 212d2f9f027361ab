"""Many alerts in one commit, each answered only after it."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from core.errors import Cause, Upstream
from services.store import Changes, Put
from services.store.sqlite import SqliteStore
from tests.workflows.alerts.alerting import MovedClock
from workflows.alerts import intake as intake_module
from workflows.alerts.arrivals import DONE, KIND, Arrival, Arrivals
from workflows.alerts.intake import Intake


class Counting:
    """A store that counts commits, and waits before the first one until it may go on."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self.commits: list[int] = []
        self.begun, self.go_on = Event(), Event()

    def commit(self, changes: Changes) -> tuple[int, ...]:
        self.begun.set()
        self.go_on.wait(10)
        self.commits.append(len(changes.puts))
        return self._store.commit(changes)

    def put(self, change: Put) -> int:
        return self._store.put(change)


def arrival(key: str, clock: MovedClock) -> Arrival:
    return Arrival("tests", '{"title": "x"}', clock.now(), key)


def test_what_arrives_during_a_commit_goes_together_into_the_next(tmp_path: Path) -> None:
    clock = MovedClock()
    store = SqliteStore.open(tmp_path, clock)
    counting = Counting(store)
    intake = Intake(counting, lambda: None, lambda _: None)  # type: ignore[arg-type]
    intake.start()
    first = intake.accept(arrival("k0", clock))
    assert counting.begun.wait(10)
    others = [intake.accept(arrival(f"k{number}", clock)) for number in range(1, 41)]
    counting.go_on.set()
    assert [future.result(10) for future in (first, *others)] == [True] * 41
    assert counting.commits == [1, 40]
    assert store.count(KIND) == 41
    intake.stop(5)
    store.close()


def test_a_key_that_came_before_is_answered_and_counted_once(tmp_path: Path) -> None:
    clock = MovedClock()
    store = SqliteStore.open(tmp_path, clock)
    counting = Counting(store)
    counting.go_on.set()
    intake = Intake(counting, lambda: None, lambda _: None)  # type: ignore[arg-type]
    intake.start()
    assert intake.accept(arrival("k1", clock)).result(10)
    counting.go_on.clear()
    counting.begun.clear()
    held = intake.accept(arrival("k2", clock))
    assert counting.begun.wait(10)
    futures = [intake.accept(arrival(key, clock)) for key in ("k1", "k3", "k3")]
    counting.go_on.set()
    assert held.result(10)
    told = [future.result(10) for future in futures]
    assert told[0] is False
    assert sorted(told[1:]) == [False, True]
    assert store.count(KIND) == 3
    intake.stop(5)
    store.close()


def test_more_than_may_wait_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module, "MOST_WAITING", 2)
    full = Intake(object(), lambda: None, lambda _: None)  # type: ignore[arg-type]
    clock = MovedClock()
    for number in range(2):
        full.accept(arrival(f"k{number}", clock))
    with pytest.raises(Upstream) as told:
        full.accept(arrival("k9", clock))
    assert told.value.cause is Cause.THROTTLED


def test_what_cannot_be_stored_is_told_to_its_sender_and_to_whoever_posts_it() -> None:
    lost: list[Arrival] = []

    class Full:
        def commit(self, changes: Changes) -> None:
            del changes
            raise Upstream("The disk is full.", cause=Cause.BROKEN, retryable=True)

    clock = MovedClock()
    intake = Intake(Full(), lambda: None, lost.append)  # type: ignore[arg-type]
    intake.start()
    failed: Future[bool] = intake.accept(arrival("k1", clock))
    with pytest.raises(Upstream, match="disk is full"):
        failed.result(10)
    assert [one.key for one in lost] == ["k1"]
    assert "disk is full" in intake.problem
    intake.stop(5)


def test_nothing_in_an_alert_keeps_it_from_being_stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken: Callable[[Arrival], Any] = lambda _: 1 / 0  # noqa: E731
    monkeypatch.setattr(Arrival, "alerts", broken)
    clock = MovedClock()
    store = SqliteStore.open(tmp_path, clock)
    intake = Intake(store, lambda: None, lambda _: None)
    intake.start()
    assert intake.accept(arrival("k1", clock)).result(10)
    intake.stop(5)
    store.close()


def test_what_was_sent_is_kept_as_long_as_the_team_wants(tmp_path: Path) -> None:
    clock = MovedClock()
    store = SqliteStore.open(tmp_path, clock)
    intake = Intake(store, lambda: None, lambda _: None, timedelta(days=2))
    intake.start()
    assert intake.accept(arrival("k1", clock)).result(10)
    intake.stop(5)
    kept = Arrivals(store, clock).get("k1")
    assert kept is not None
    store.put(kept.moved(DONE))
    clock.move(days=1)
    assert store.count(KIND) == 1
    clock.move(days=1)
    assert store.count(KIND) == 0
    store.close()
