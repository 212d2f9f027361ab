"""What is held after a way back."""

import pytest

from core.patching.hold import HeldPackage, Hold, sorted_out
from core.patching.live import drift
from core.patching.sorting import Way
from tests.core.examples import finding, instance_id
from tests.core.patching.examples import AT, OPENSSL, live, live_machine
from tests.core.patching.test_drafting import RPM, drafted, subject

HOLD = Hold(
    workflow_id="w-20260301-abc123",
    instance_id=instance_id(1),
    name="web-1",
    packages=(HeldPackage(name="openssl", override="openssl.x86_64", version="3.0.7-27"),),
    since=AT,
    why="Its health command failed.",
)


@pytest.mark.parametrize(
    ("fixed_in", "held"), [("3.0.7-27", True), ("3.0.7-20", True), ("3.0.7-28", False), ("3.0.10-1", False)]
)
def test_what_did_not_do_is_held_and_a_later_version_is_another_matter(fixed_in: str, *, held: bool) -> None:
    free, withheld = sorted_out([OPENSSL.model_copy(update={"fixed_in": fixed_in})], (HOLD,))
    assert (len(free), len(withheld)) == ((0, 1) if held else (1, 0))


def test_another_package_is_free() -> None:
    other = OPENSSL.model_copy(update={"override": "curl.x86_64"})
    assert sorted_out([other], (HOLD,)) == ((other,), ())


def test_a_machine_whose_only_package_is_held_is_in_no_plan_and_says_why() -> None:
    made = drafted(subject(1).model_copy(update={"holds": (HOLD,)}), subject(2))
    assert made.plan
    assert [machine.name for machine in made.plan.machines] == ["web-2"]
    [left] = made.left_out
    assert "is held (openssl)" in left.why
    assert "w-20260301-abc123 was rolled back on web-1" in left.why
    [kept] = [each for each in made.leftovers if each.way is Way.HELD]
    assert (kept.package, kept.vulnerability_ids) == ("openssl", (finding(1).vulnerability_id,))
    assert "/sre-patch-holds" in kept.why


def test_of_a_machine_with_other_packages_only_the_held_one_is_left_out_and_approvers_are_told() -> None:
    curl = finding(2, packages=(RPM.model_copy(update={"name": "curl"}),))
    both = subject(1, finding(1, packages=(RPM,)), curl).model_copy(update={"holds": (HOLD,)})
    plan = drafted(both).plan
    assert plan
    assert [each.name for each in plan.machines[0].packages] == ["curl"]
    assert any("openssl is not installed. Held since 2026-03-01" in said for said in plan.not_covered)
    assert plan.risk.findings == 1


def test_a_hold_that_came_after_the_plan_voids_it() -> None:
    now = live(packages={}, findings={}, held=("openssl.x86_64",))
    assert drift(live(), now) == (
        f"{live_machine().instance_id}: openssl.x86_64 is held, as it was rolled back there.",
    )
