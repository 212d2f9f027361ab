from dataclasses import replace

import pytest

from core.errors import NotFound, Upstream
from core.findings import Package
from core.patching.live import drift
from core.progress import Silent
from tests.core.examples import StillClock, finding, instance, instance_id
from tests.core.patching.test_hold import HOLD
from tests.workflows.fakes import DENIED, Account
from tests.workflows.measurements import CPU, Machine
from tests.workflows.patching.fleet import FACTS, ONE, TWO, Hardware, planner
from tests.workflows.systems_manager import Patching, node, patch, patching_of
from workflows.patching.planning import Planned

RPM = Package(name="openssl", version="3.0.7-18", fixed_in="3.0.7-27", arch="X86_64")
FOUND = finding(1, packages=(RPM,))
BY_NIGHT = Machine({CPU: lambda time: 10.0 if time // 3600 % 24 < 4 else 70.0})


def planned(
    account: Account | None = None,
    patching: Patching | None = None,
    hardware: Hardware | None = None,
    load: Machine | None = None,
) -> Planned:
    account = account or Account(instances=(ONE, TWO), findings=(FOUND,))
    plans = planner(account, patching or patching_of(ONE, TWO), StillClock(), hardware=hardware, load=load)
    return plans.plan((), "all", "U0REQUEST1", Silent(), rollback=True)


def test_a_plan_is_made_for_what_may_be_changed_and_has_something_to_install() -> None:
    made = planned()
    assert made.draft.plan
    assert [machine.instance_id for machine in made.draft.plan.machines] == [ONE.instance_id]
    assert made.draft.plan.requested_by == "U0REQUEST1"
    assert [each.instance_id for each in made.draft.left_out] == [TWO.instance_id]


def test_the_plan_takes_the_quietest_window_of_the_week() -> None:
    plan = planned(load=BY_NIGHT).draft.plan
    assert plan
    assert plan.window
    assert plan.window.start.hour < 4


def test_without_a_window_to_recommend_the_plan_stands_and_says_so() -> None:
    made = planned(load=Machine({}))
    assert made.draft.plan
    assert made.draft.plan.window is None
    assert made.gaps[-1].what == "when the machines are least needed"


def test_nothing_is_asked_about_machines_that_are_not_opted_in() -> None:
    hardware = Hardware()
    made = planned(Account(instances=(ONE, instance(2)), findings=(FOUND,)), hardware=hardware)
    assert hardware.asked == [(ONE.instance_id,)]
    assert "PatchAutomation=enabled" in made.draft.left_out[0].why


def test_a_machine_whose_volumes_are_not_known_is_left_out() -> None:
    made = planned(hardware=Hardware({ONE.instance_id: replace(FACTS, volumes=None)}))
    assert made.draft.plan is None
    assert "Its volumes could not be read." in [each.why for each in made.draft.left_out]


def test_a_machine_about_which_systems_manager_could_not_be_asked_is_left_out() -> None:
    told = patching_of(ONE, TWO)
    told.refused["nodes"] = {ONE.instance_id}
    made = planned(patching=told)
    assert made.draft.plan is None
    assert "could not be asked" in made.draft.left_out[0].why
    assert any("Systems Manager manages" in gap.what for gap in made.gaps)


def test_windows_is_patched_by_the_numbers_that_patch_manager_misses() -> None:
    told = patching_of(ONE, TWO, missing=[patch("KB5034441", cves=("CVE-2026-0001",))])
    told.nodes[ONE.instance_id] = node(platform="Microsoft Windows Server 2022 Datacenter")
    plan = planned(patching=told).draft.plan
    assert plan
    assert [package.override for package in plan.machines[0].packages] == ["KB5034441"]


def test_what_ec2_does_not_tell_ends_the_planning() -> None:
    with pytest.raises(Upstream):
        planned(hardware=Hardware(failing=DENIED))


def test_an_unknown_instance_is_not_found() -> None:
    plans = planner(Account(instances=(ONE,)), Patching(), StillClock())
    with pytest.raises(NotFound):
        plans.plan((instance_id(9),), "all", "U0REQUEST1", Silent(), rollback=True)


def test_the_live_state_is_read_anew_and_differs_once_something_was_changed() -> None:
    account = Account(instances=(ONE, TWO), findings=(FOUND,))
    plans = planner(account, patching_of(ONE, TWO), StillClock())
    made = plans.plan((), "all", "U0REQUEST1", Silent(), rollback=True)
    assert made.draft.plan
    assert drift(made.draft.live, plans.live(made.draft.plan)) == ()
    account.instances = (ONE.model_copy(update={"state": "stopped"}), TWO)
    assert "is stopped" in drift(made.draft.live, plans.live(made.draft.plan))[0]


def test_a_plan_leaves_out_what_is_held_now() -> None:
    hold = HOLD.model_copy(update={"instance_id": ONE.instance_id})
    account = Account(instances=(ONE, TWO), findings=(FOUND,))
    plans = planner(account, patching_of(ONE, TWO), StillClock(), holds=lambda names: dict.fromkeys(names, (hold,)))
    made = plans.plan((), "all", "U0REQUEST1", Silent(), rollback=True)
    assert made.draft.plan is None
    assert any("is held (openssl)" in each.why for each in made.draft.left_out)
