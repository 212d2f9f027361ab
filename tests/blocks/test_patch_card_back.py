"""What a way back leaves."""

import json

from blocks.patch_card_back import went_back
from core.patching.standing import MachineStanding, Standing
from core.patching.states import State, Step
from tests.blocks.patches import run, standing
from tests.core.patching.examples import AT, WEB_1, WEB_2, plan, planned_machine

FACTS = {"kept_volume": "vol-old", "kept_until": AT.isoformat()}


def told(step: Step, facts: dict[str, str], **more: object) -> str:
    machine = run(WEB_1, step)
    found = MachineStanding(run=machine.run.model_copy(update={"facts": facts}), step=step)
    return "\n".join(went_back(standing(State.ROLLED_BACK, found, made=plan(**more))))


def test_the_findings_that_are_open_again_are_named() -> None:
    assert "• web-1: openssl 3.0.7-18 (CVE-2024-0001, CVE-2024-0002)" in told(Step.ROLLED_BACK, {})


def test_the_replaced_volume_is_named_with_its_end() -> None:
    said = told(Step.ROLLED_BACK, FACTS)
    assert "`vol-old` is kept, attached to nothing, until <!date^" in said
    assert "has to be removed by people" in told(Step.ROLLED_BACK, {**FACTS, "kept_volume_untagged": "AWS refused."})


def test_it_is_named_too_where_a_person_is_needed() -> None:
    assert "`vol-old` is kept" in told(Step.NEEDS_HUMAN, {"kept_volume": "vol-old"})
    assert "Open again" not in told(Step.NEEDS_HUMAN, {"kept_volume": "vol-old"})


def test_where_nothing_went_back_there_is_nothing_to_say() -> None:
    assert told(Step.DONE, {}) == ""


def test_a_drill_opens_nothing() -> None:
    undoing = {"way": "root volume", "facts": {}}
    assert "Open again" not in told(Step.ROLLED_BACK, FACTS, undoes=undoing)


def test_a_fleet_of_them_is_told_up_to_a_point() -> None:
    machines = tuple(planned_machine(f"i-{n:017x}", f"web-{n}") for n in range(50))
    waves = ({"name": "all", "instance_ids": tuple(each.instance_id for each in machines)},)
    back = [run(each.instance_id, Step.ROLLED_BACK) for each in machines]
    patch: Standing = standing(State.ROLLED_BACK, *back, made=plan(machines=machines, waves=waves))
    assert "and 45 more machines" in "\n".join(went_back(patch))


def test_who_takes_over_is_told_which_snapshots_there_are() -> None:
    taken = {f"vol-{n}": f"snap-{n}" for n in range(4)}
    stuck = run(WEB_1, Step.NEEDS_HUMAN)
    found = stuck.model_copy(update={"run": stuck.run.model_copy(update={"facts": {"snapshots": json.dumps(taken)}})})
    said = "\n".join(went_back(standing(State.NEEDS_HUMAN, found, run(WEB_2, Step.NEEDS_HUMAN))))
    assert said.startswith("*Backups from before*\n• web-1: `snap-0` of `vol-0`, ")
    assert said.endswith("and 1 more volume")
