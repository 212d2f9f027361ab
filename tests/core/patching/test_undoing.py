import pytest

from core.patching.plan import PlannedPackage, PlannedVolume
from core.patching.states import Step
from core.patching.undoing import PACKAGES, ROOT, checks_of, lost, lost_by_drill, shortest_way
from core.patching.workflow import MachineRun
from tests.core.patching.examples import AT, OPENSSL, planned_machine
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
