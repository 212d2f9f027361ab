from datetime import timedelta

import pytest

from core.patching.course import End, course, straight
from core.patching.plan import Plan, PlannedPackage, PlannedVolume
from core.patching.policy import AutoApprove, covers
from core.patching.states import State, Step
from core.patching.undoing import PACKAGES, ROOT, checks_of, lost, lost_by_drill, shortest_way
from core.patching.workflow import MachineRun
from tests.core.patching.examples import AT, OPENSSL, WEB_1, plan, planned_machine
from tests.core.patching.test_approval import workflow
from tests.core.patching.ways_back import drill, rollback

KERNEL = OPENSSL.model_copy(update={"name": "kernel", "override": "kernel.x86_64"})
ONE_MORE = {"transaction_before": "11", "transaction_after": "12"}


@pytest.mark.parametrize(
    ("facts", "packages", "way"),
    [
        (ONE_MORE, (OPENSSL,), PACKAGES),
        (ONE_MORE, (OPENSSL, KERNEL), ROOT),
        ({"transaction_before": "11", "transaction_after": "13"}, (OPENSSL,), ROOT),
        ({"transaction_before": "", "transaction_after": ""}, (OPENSSL,), ROOT),
        ({}, (OPENSSL,), ROOT),
    ],
    ids=["one transaction", "the kernel", "somebody else's transaction", "apt", "nothing is known"],
)
def test_packages_are_taken_back_only_where_one_transaction_holds_just_them(
    facts: dict[str, str], packages: tuple[PlannedPackage, ...], way: str
) -> None:
    assert shortest_way(facts, packages) == way


def test_what_is_lost_names_data_volumes_and_the_instance_store_only_where_there_are_any() -> None:
    data = PlannedVolume(volume_id="vol-9", device="/dev/sdf", size_gib=9, encrypted=True, root=False)
    machine = planned_machine()
    bare = " ".join(lost(machine, ROOT, AT, ()))
    more = " ".join(lost(machine.model_copy(update={"volumes": (*machine.volumes, data)}), ROOT, AT, ("1 x 75 GB",)))
    assert "2026-03-01 12:00 UTC" in bare
    assert ("data volumes" in bare, "instance store" in bare) == (False, False)
    assert ("data volumes" in more, "instance store" in more) == (True, True)
    assert "vulnerable" not in " ".join(lost_by_drill(()))


@pytest.mark.parametrize(
    ("step", "passed"),
    [(Step.PLANNED, {None}), (Step.VERIFY_ROLLBACK, {None}), (Step.NEEDS_HUMAN, {None}), (Step.ROLLED_BACK, {True})],
)
def test_nothing_is_called_checked_before_it_was(step: Step, passed: set[bool | None]) -> None:
    run = MachineRun(workflow_id="w-1", instance_id="i-1", wave=0, since=AT, facts={"way": ROOT})
    assert {each.passed for each in checks_of(rollback(), run, step)} == passed


def test_a_restart_is_checked_only_where_there_is_one() -> None:
    run = MachineRun(workflow_id="w-1", instance_id="i-1", wave=0, since=AT, facts={"way": PACKAGES})
    told = [each.what for each in checks_of(rollback(), run, Step.ROLLED_BACK)]
    assert not any("restarted" in each for each in told)
    run = run.model_copy(update={"facts": {"way": ROOT}})
    assert any("restarted" in each.what for each in checks_of(drill(), run, Step.ROLLED_BACK))


@pytest.mark.parametrize(
    ("of", "backup", "install"),
    [
        (plan(), Step.BACKUP, Step.INSTALL),
        (rollback(), Step.ROLLBACK, Step.ROLLBACK),
        (drill(), Step.BACKUP, Step.ROLLBACK),
    ],
    ids=["patch", "rollback", "drill"],
)
def test_only_a_patch_installs_and_a_rollback_makes_no_backup(of: Plan, backup: Step, install: Step) -> None:
    assert (straight(of, Step.BACKUP), straight(of, Step.INSTALL)) == (backup, install)
    assert straight(of, Step.UNDRAIN) is Step.UNDRAIN


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (Step.ROLLED_BACK, State.ROLLED_BACK),
        (Step.NEEDS_HUMAN, State.NEEDS_HUMAN),
        (Step.SKIPPED, State.NEEDS_HUMAN),
    ],
)
def test_a_way_back_that_was_not_taken_is_no_rollback(step: Step, state: State) -> None:
    assert course(rollback(), workflow(), {WEB_1: step}, AT) == End(state)


def test_no_rule_approves_a_way_back() -> None:
    rule = AutoApprove(name="openssl", tag="Environment=dev", packages=("openssl",), until=AT + timedelta(days=9))
    tags = {WEB_1: {"Environment": "dev"}}
    assert covers(rule, plan(machines=rollback().machines, waves=rollback().waves), "non_critical", tags, AT)
    assert not covers(rule, rollback(), "non_critical", tags, AT)
