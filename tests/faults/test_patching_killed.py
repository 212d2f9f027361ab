"""The process killed while it changes a machine: the next one carries the patch on, and nothing happens twice."""

import random
import signal
import time
from itertools import product

import pytest

from core.patching.states import State
from sandbox.ports import free_port
from tests.e2e.account import WEB_1
from tests.faults.patching.plans import DB_1, HEAVY, LIGHT, Drawn
from tests.faults.patching.ward import KILLED, OVER, WITHIN_S, Ward
from tests.faults.waiting import LONG, waited_for, when_long

MOMENTS = ("before", "after")
TURNS = ("patch running", "bake", "patch verified")
STEPS = ("precheck", "drain", "backup", "install", "reboot", "verify", "undrain")
EFFECTS = (
    "facts before",
    "enter standby",
    "snapshots",
    "facts before install",
    "override list",
    "install",
    "facts after install",
    "reboot",
    "look after reboot 0",
    "scan",
    "facts to verify",
    "health",
    "exit standby after patch",
    "inventory",
)
BACK_TURNS = ("patch rolling_back", "patch rolled_back")
BACK = ("rollback", "verify_rollback", "restore_traffic")
BACK_EFFECTS = (
    "root volume",
    "look after root volume 0",
    "facts after rollback",
    "health after rollback",
    "exit standby after rollback",
    "inventory after rollback",
)


def points(steps: tuple[str, ...], effects: tuple[str, ...]) -> list[str]:
    """Every point at which the process can be told to die."""
    names = (*steps, *(f"aws {effect}" for effect in effects))
    return [f"{name}:{moment}" for name, moment in product(names, MOMENTS)]


FORTH = points((*TURNS, *STEPS), EFFECTS)
BACK_AGAIN = points((*BACK_TURNS, *BACK), BACK_EFFECTS) if LONG else ["aws root volume:after"]
CHAIN = ("aws snapshots:after", "aws install:after", "aws reboot:after", "aws exit standby after patch:after")
KILLS = 200 if LONG else 1
KILLED_WITHIN_S = 6.0
STILL_S = 3.0
"""Longer than a lease lasts here."""


@when_long
@pytest.mark.parametrize("point", FORTH)
def test_a_patch_survives_a_kill_at_any_point(ward: Ward, plans: Drawn, point: str) -> None:
    issued = plans.cut(WEB_1, packages=HEAVY)
    workflow_id = ward.killed_at(point, issued)
    with ward.bot():
        assert ward.over(workflow_id) is State.VERIFIED, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert ward.effects()["install"] == {WEB_1: 1}


def test_a_patch_survives_a_kill_after_each_of_several_changes(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_1, packages=HEAVY)
    workflow_id = ward.killed_at(CHAIN[0], issued)
    for point in CHAIN[1:]:
        with ward.bot(SRE_CRASH_AT=point) as bot:
            assert bot.process.wait(WITHIN_S) == KILLED
    with ward.bot():
        assert ward.over(workflow_id) is State.VERIFIED, ward.last(workflow_id)
        ward.check(issued, workflow_id)


@pytest.mark.parametrize("point", BACK_AGAIN)
def test_the_way_back_survives_a_kill_at_any_point(ward: Ward, plans: Drawn, point: str) -> None:
    issued = plans.cut(WEB_1, packages=HEAVY)
    ward.goes_wrong({WEB_1: {"health_fails": True}})
    workflow_id = ward.killed_at(point, issued)
    with ward.bot():
        assert ward.over(workflow_id) is State.ROLLED_BACK, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert ward.effects()["root replacement"] == {WEB_1: 1}


@when_long
@pytest.mark.parametrize("point", points((), ("undo",)))
def test_the_undoing_of_a_transaction_survives_a_kill(ward: Ward, plans: Drawn, point: str) -> None:
    issued = plans.cut(DB_1, packages=LIGHT)
    ward.goes_wrong({DB_1: {"health_fails": True}})
    workflow_id = ward.killed_at(point, issued)
    with ward.bot():
        assert ward.over(workflow_id) is State.ROLLED_BACK, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert ward.effects()["undo"] == {DB_1: 1}


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_patch_survives_a_kill_at_a_random_moment(ward: Ward, plans: Drawn, kill: int) -> None:
    moments, fails = random.Random(20261120 + kill), kill % 2 == 1
    issued = plans.cut(WEB_1, packages=HEAVY)
    ward.goes_wrong({WEB_1: {"health_fails": fails}})
    with ward.bot() as bot:
        workflow_id = ward.approved(issued)
        time.sleep(moments.uniform(0, KILLED_WITHIN_S))
        bot.process.kill()
        bot.process.wait()
    with ward.bot():
        assert ward.over(workflow_id) is (State.ROLLED_BACK if fails else State.VERIFIED), ward.last(workflow_id)
        ward.check(issued, workflow_id)


@when_long
def test_a_process_that_stood_still_for_longer_than_its_lease_does_nothing_twice(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_1, packages=HEAVY)
    with ward.bot() as one, ward.bot(MCP_SERVER_PORT=str(free_port())) as other:
        workflow_id = ward.approved(issued)
        for process in (one.process, other.process) * (5 if LONG else 1):
            process.send_signal(signal.SIGSTOP)
            time.sleep(STILL_S)
            process.send_signal(signal.SIGCONT)
        assert ward.over(workflow_id) is State.VERIFIED, ward.last(workflow_id)
        ward.check(issued, workflow_id)


def test_a_process_that_is_asked_to_leave_does_so_in_time_and_the_next_one_goes_on(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_1, packages=HEAVY)
    with ward.bot() as bot:
        workflow_id = ward.approved(issued)
        waited_for(lambda: bool(ward.effects().get("ec2:CreateSnapshots")), 30)
        code, took_s = bot.terminated()
    assert (code, took_s < 10) == (0, True)
    assert ward.state(workflow_id) not in OVER
    with ward.bot():
        assert ward.over(workflow_id) is State.VERIFIED, ward.last(workflow_id)
        ward.check(issued, workflow_id)
