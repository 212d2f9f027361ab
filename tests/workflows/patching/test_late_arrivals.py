"""A request that reaches AWS long after its process was given up: it is waited for, found, and not made again."""

from datetime import datetime

import pytest

from core.patching.states import State
from services.store import Store
from tests.core.patching.examples import WEB_1
from tests.workflows.patching.executions import TIMING, WORKFLOW, Execution
from tests.workflows.patching.machinery import FakeSnapshots
from tests.workflows.patching.people import MovedClock

EFFECT = (WEB_1, "snapshots")


@pytest.fixture
def execution(store: Store, clock: MovedClock) -> Execution:
    """Its process has gone in the middle of asking for snapshots; nothing has arrived at AWS."""
    execution = Execution(store, clock)
    execution.land.losing["snapshots"] = "killed"
    while execution.land.losing:
        execution.turn()
        clock.advance(seconds=1)
    return execution


def repeated_at(execution: Execution) -> datetime:
    """When the snapshots are asked for again."""
    for _ in range(1000):
        if execution.land.effects[EFFECT]:
            return execution.clock.now()
        execution.turn()
        execution.clock.advance(seconds=1)
    raise AssertionError


def test_who_may_only_stand_still_is_waited_for_as_long_as_aws_takes_its_signature(execution: Execution) -> None:
    gone_at = execution.clock.now()
    waited_s = (repeated_at(execution) - gone_at).total_seconds()
    assert waited_s >= TIMING.late_s + TIMING.settle_s
    assert execution.run() is State.VERIFIED
    assert execution.land.effects[EFFECT] == 1


def test_who_is_dead_is_not_waited_for(execution: Execution, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.patching.locks.is_dead", lambda _: True)
    gone_at = execution.clock.now()
    waited_s = (repeated_at(execution) - gone_at).total_seconds()
    assert TIMING.settle_s <= waited_s < TIMING.settle_s + TIMING.lease_s * 3


def test_what_arrives_late_is_found_and_not_repeated(execution: Execution) -> None:
    for _ in range(int(TIMING.late_s)):
        execution.turn()
        execution.clock.advance(seconds=1)
    assert not execution.land.effects[EFFECT]
    mark = execution.machine(WEB_1).run.intents["snapshots"].mark
    FakeSnapshots(execution.land).take(WEB_1, mark, WORKFLOW, execution.clock.now())
    assert execution.run() is State.VERIFIED
    assert execution.land.effects[EFFECT] == 1
