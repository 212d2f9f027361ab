"""The serving process's health, left in the store for the others."""

import pytest

from bot.health import summed_up
from bot.heartbeat import Heartbeat, serving
from core.answers.health import Health, State
from core.errors import Cause, Upstream
from services.store import Put
from services.store.sqlite import SqliteStore
from tests.core.examples import NOW, StillClock
from tests.workflows.reporting import memory_store

FULL = Upstream("The disk is full.", cause=Cause.BROKEN, retryable=True, advice="Free some space.")


class Disk:
    """A store whose disk may be full."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self.full = False

    def put(self, change: Put) -> int:
        if self.full:
            raise FULL
        return self._store.put(change)


def well() -> Health:
    return summed_up([], NOW)


def test_others_read_what_it_said_last_until_it_is_gone() -> None:
    clock = StillClock()
    store = memory_store(clock)
    Heartbeat(store, clock, well, "/state").beat()
    found = serving(store)
    assert found is not None
    assert found.status == "healthy"
    clock.advance(minutes=1)
    assert serving(store) is None


def test_a_state_that_cannot_be_written_is_told_until_it_can() -> None:
    clock = StillClock()
    disk = Disk(memory_store(clock))
    heartbeat = Heartbeat(disk, clock, well, "/state")  # type: ignore[arg-type]  # it only writes
    assert heartbeat.parts()[0].detail == "/state"
    disk.full = True
    with pytest.raises(Upstream):
        heartbeat.beat()
    [part] = heartbeat.parts()
    assert (part.state, part.detail, part.advice) == (State.DOWN, "The disk is full.", "Free some space.")
    disk.full = False
    heartbeat.beat()
    assert heartbeat.parts()[0].state is State.GOOD
