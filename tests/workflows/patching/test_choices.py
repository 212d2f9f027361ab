"""The times that a patch can be put off to."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from core.patching.policy import Policy
from tests.commands.caller import small_account
from tests.core.examples import StillClock, instance_id
from tests.core.patching.examples import plan, planned_machine
from tests.workflows.measurements import Machine
from tests.workflows.windows import Plans, patch_windows
from workflows.patching.choices import Choices, heaviest

HOUR = timedelta(hours=1)


def choices() -> Choices:
    clock = StillClock()
    windows = patch_windows(small_account(), Machine(), Plans(), clock)
    return Choices(windows, Policy(), ZoneInfo("UTC"), HOUR, clock)


def test_times_of_little_load_are_named_with_their_load() -> None:
    found = choices().of(plan(machines=(planned_machine(instance_id(1)),)))
    assert any("of the usual peak on web-1" in each.why for each in found)


def test_a_machine_of_which_no_load_is_known_can_still_be_put_off() -> None:
    found = choices().of(plan(machines=(planned_machine(instance_id(9)),)))
    assert [each.why for each in found] == ["at night"] * len(found)
    assert found


def test_every_time_is_long_enough_for_the_plan() -> None:
    found = choices().of(plan(machines=(planned_machine(instance_id(1)),), expected_s=5 * 3600))
    assert all(each.window is None or each.window.end - each.window.start >= 5 * HOUR for each in found)


def test_production_behind_most_load_balancers_weighs_most() -> None:
    dev = planned_machine(environment="dev", target_group_arns=("a", "b"))
    prod = planned_machine(instance_id(2), "web-2", target_group_arns=("a",))
    assert heaviest(plan(machines=(dev, prod))).name == "web-2"
