"""Decisions that meet: in one process, and in two."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.actor import Actor, Door
from core.clock import SystemClock
from core.errors import Conflict
from core.patching.approval import Ruling
from core.patching.states import State
from core.patching.workflow import Ending
from services.store import Changes
from services.store.sqlite import SqliteStore
from tests.core.patching.examples import plan
from tests.workflows.patching.people import AARON, BEA, Office, person
from tests.workflows.reporting import AUDIT_KEY
from workflows.patching.deciding import Decision, Judged, Move
from workflows.patching.records import Patch

ROOT = Path(__file__).parents[3]
ROUNDS = 100


def test_a_decision_that_was_late_is_judged_again_on_what_is_stored_by_then(office: Office) -> None:
    asked, seen = office.asked(), list[State]()

    def judged(patch: Patch) -> Judged:
        seen.append(patch.state)
        if len(seen) == 1:
            office.approve(asked, AARON)
        ended = patch.workflow.model_copy(update={"ending": Ending(at=office.clock.now(), sentence="no")})
        return Ruling(why="complete", sentence="Ended."), Move(State.REJECTED, ended, None, lambda _: ())

    office.deciding.decide(Decision(person(BEA), "stop", asked), judged)
    assert seen == [State.WAITING, State.APPROVED]
    assert office.actions(asked) == ["request", "approve", "stop"]


def test_one_who_is_never_in_time_gives_up_and_has_changed_nothing(office: Office) -> None:
    asked = office.asked()

    def judged(patch: Patch) -> Judged:
        office.store.commit(Changes(puts=(patch.moved(patch.state, patch.workflow, patch.due),)))
        return Ruling(why="complete", sentence="Ended."), Move(State.REJECTED, patch.workflow, None, lambda _: ())

    with pytest.raises(Conflict, match="Too many people"):
        office.deciding.decide(Decision(person(BEA), "stop", asked), judged)
    assert office.patch(asked).state is State.WAITING


def test_what_the_gate_refuses_is_audited_where_there_is_such_a_patch(office: Office) -> None:
    asked = office.asked()
    guest = Decision(Actor(Door.SLACK, "T1", "U0GUEST001"), "approve", asked)
    office.deciding.note_refusal(guest, "The assistant does not answer guest accounts.")
    office.deciding.note_refusal(Decision(guest.actor, "approve", "w-20260301-ffffff"), "no")
    assert office.actions(asked) == ["request", "approve refused"]
    assert office.actions("w-20260301-ffffff") == []


RACER = """
import sys
from pathlib import Path
from core.clock import SystemClock
from services.store.sqlite import SqliteStore
from tests.workflows.patching.people import Office
store = SqliteStore.open(Path(sys.argv[1]), SystemClock(), audit_key=lambda: {key!r})
office = Office(store, SystemClock())
print("ready", flush=True)
for line in sys.stdin:
    workflow_id, digest = line.split()
    ruling = office.approve(workflow_id, sys.argv[2], digest)
    print(ruling.why, ruling.sentence, flush=True)
"""


@pytest.fixture
def shared(tmp_path: Path) -> Office:
    store = SqliteStore.open(tmp_path, SystemClock(), audit_key=lambda: AUDIT_KEY)
    return Office(store, SystemClock())


def racer(folder: Path, user: str) -> "subprocess.Popen[str]":
    """Another process that approves what it is told, as one person."""
    command = [sys.executable, "-c", RACER.format(key=AUDIT_KEY), str(folder), user]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def test_of_two_who_approve_in_the_same_moment_one_completes_it_and_the_other_is_told(
    shared: Office, tmp_path: Path
) -> None:
    now = SystemClock().now()
    ids = [shared.asked(plan(plan_id=f"p-20260301-{number:06x}", made_at=now)) for number in range(ROUNDS)]
    racers = [racer(tmp_path, user) for user in (AARON, BEA)]
    for workflow_id in ids:
        line = f"{workflow_id} {shared.digest(workflow_id)}\n"
        for each in racers:
            assert each.stdin
            each.stdin.write(line)
            each.stdin.flush()
        told = sorted(each.stdout.readline() for each in racers if each.stdout)
        assert [line.split()[0] for line in told] == ["complete", "not_waiting"]
        assert "approved it at" in told[1]
        assert sorted(shared.actions(workflow_id)) == ["approve", "approve refused", "request"]
    for each in racers:
        each.communicate(timeout=10)
    assert all(len(shared.patch(workflow_id).workflow.votes) == 1 for workflow_id in ids)
    shared.store.close()
