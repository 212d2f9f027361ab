from datetime import timedelta

import pytest

from blocks.fit import fit
from blocks.patch_card import patch_card
from blocks.rollback import rollback_card, rollback_table
from core.patching.plan import Plan
from core.patching.standing import MachineStanding, Standing
from core.patching.states import State, Step
from core.patching.workflow import MachineRun
from core.place import Place
from tests.core.patching.examples import AT, OPENSSL, WEB_1, plan, planned_machine
from tests.core.patching.test_approval import workflow
from tests.core.patching.ways_back import drill, rollback
from workflows.patching.rollback_answer import Told, answered

PLACE = Place(account="123456789012", region="us-west-2", asked_at=AT, took_s=0.5)


def standing(of: Plan, state: State, step: Step | None = None) -> Standing:
    run = MachineRun(workflow_id="w-20260302-bac123", instance_id=WEB_1, wave=0, since=AT, facts={"way": "root volume"})
    machines = (MachineStanding(run=run, step=step),) if step else ()
    return Standing(workflow=workflow(workflow_id="w-20260302-bac123"), state=state, plan=of, machines=machines)


def told(of: Plan, state: State | None = None, step: Step | None = None) -> str:
    answer = answered(Told(of, standing(of, state, step) if state else None), PLACE)
    card = fit(rollback_card(answer))
    return f"{card.text}\n{card.blocks}"


def test_a_dry_run_says_what_is_lost_what_returns_and_each_call() -> None:
    said = told(rollback())
    assert "nothing was asked of anybody" in said
    assert "Everything since is lost." in said
    assert "2 findings open again" in said
    assert "ec2:CreateReplaceRootVolumeTask" in said


def test_checks_are_shown_once_it_has_begun() -> None:
    assert "It serves again" not in told(rollback(), State.WAITING)
    assert "It serves again" in told(rollback(), State.ROLLED_BACK, Step.ROLLED_BACK)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("of", [rollback(), drill()], ids=["rollback", "drill"])
def test_the_card_of_a_way_back_is_a_card_in_every_state(of: Plan, state: State) -> None:
    card = fit(patch_card(standing(of, state, Step.SKIPPED if state is State.NEEDS_HUMAN else None)))
    assert "web-1" in card.text
    assert "atch" not in card.text.replace("w-20260301", "")
    assert "Installs only" not in str(card.blocks)
    assert "rollback_changes" not in str(card.blocks)


def test_the_table_names_the_backup_and_what_was_checked() -> None:
    table = rollback_table(answered(Told(rollback()), PLACE))
    assert any("snap-1" in note for note in table.notes)
    assert any(note.endswith("not yet") for note in table.notes)


def test_a_name_full_of_markup_and_five_hundred_packages_fit() -> None:
    many = tuple(OPENSSL.model_copy(update={"name": f"<!channel>{n}", "override": f"p{n}.x86_64"}) for n in range(500))
    machine = planned_machine(name="*<@U1>*" * 30, packages=many)
    card = fit(rollback_card(answered(Told(rollback(machines=(machine,))), PLACE)))
    assert "<!channel>" not in str(card.blocks)
    assert "and 495 more packages" in str(card.blocks)


def verified(count: int, state: State = State.VERIFIED) -> str:
    """The card of a patch of so many machines."""
    machines = tuple(planned_machine(f"i-{n:017x}", f"web-{n}") for n in range(count))
    runs = tuple(
        MachineStanding(run=MachineRun(workflow_id="w", instance_id=each.instance_id, wave=0, since=AT), step=Step.DONE)
        for each in machines
    )
    waves = ({"name": "all", "instance_ids": tuple(each.instance_id for each in machines)},)
    shown = Standing(workflow=workflow(), state=state, plan=plan(machines=machines, waves=waves), machines=runs)
    return str(patch_card(shown).blocks)


@pytest.mark.parametrize(("count", "buttons"), [(1, 1), (2, 2), (3, 0)])
def test_each_of_at_most_two_verified_machines_has_a_button(count: int, buttons: int) -> None:
    assert verified(count).count("ask:rollback_changes") == buttons


@pytest.mark.parametrize("state", [State.RUNNING, State.NEEDS_HUMAN])
def test_nothing_is_rolled_back_by_a_button_before_the_end_or_where_a_person_looks(state: State) -> None:
    assert "rollback_changes" not in verified(1, state)


def test_the_backup_is_dated() -> None:
    undoes = rollback().undoes
    assert undoes
    assert undoes.kept_until
    assert f"{int((AT + timedelta(days=7)).timestamp())}" in told(rollback())
