from hypothesis import given, settings

from blocks.fit import fit
from blocks.limits import problems
from blocks.patch import order_card, order_table
from core.answers.patch import PatchOrder
from core.patching.drafting import LeftOut
from core.patching.rehearsal import PlannedCall
from tests.blocks.answers import TEXTS, alive, texts
from tests.core.examples import PLACE, instance_id

CALL = PlannedCall(wave="canary", machine="web-1", call="ec2:RebootInstances", what="restart", only_if="it needs it")


def answer(**more: object) -> PatchOrder:
    fields: dict[str, object] = {
        "patch_status": "dry run",
        "rollback_plan": ("Nothing is undone by itself.",),
        "success_rate": None,
        "earlier_patches": 0,
        "plan": None,
        "request": None,
        "calls": (CALL,),
        "immediate_actions": (),
        "left_out": (LeftOut(instance_id=instance_id(3), name="db-1", why="It is stopped."),),
        "summary": "A patch of 1 of 2 instances closes 1 finding",
        "asked_for": (),
        "partial": (),
        "place": PLACE,
    }
    return PatchOrder.model_validate({**fields, **more})


def said(drawn: PatchOrder) -> str:
    return "\n".join(texts(order_card(drawn)))


def test_a_dry_run_shows_its_calls_and_under_which_condition() -> None:
    assert "1. web-1: ec2:RebootInstances: restart, if it needs it" in said(answer())
    assert order_table(answer()).rows == (("canary", "web-1", "ec2:RebootInstances", "restart", "it needs it"),)


def test_many_calls_are_counted() -> None:
    assert "and 28 more calls" in said(answer(calls=(CALL,) * 40))


def test_calls_are_for_dry_runs_only_and_the_way_back_for_all() -> None:
    waiting = said(answer(patch_status="waiting for approval"))
    assert "RebootInstances" not in waiting
    assert "Nothing is undone by itself." in waiting
    assert "db-1: It is stopped." in waiting


def test_earlier_patches_are_told_as_a_share_and_none_as_none() -> None:
    assert "No patch has run yet." in said(answer())
    assert "75 % of 4 earlier patches verified." in said(answer(success_rate=0.75, earlier_patches=4))


@settings(max_examples=30)
@given(TEXTS, TEXTS)
def test_hostile_names_stay_text_and_within_slacks_limits(name: str, word: str) -> None:
    call = CALL.model_copy(update={"machine": name, "what": word, "only_if": word})
    out = LeftOut(instance_id=instance_id(3), name=name, why=word)
    card = fit(order_card(answer(calls=(call,) * 20, left_out=(out,) * 9, summary=name, rollback_plan=("Step.",) * 5)))
    assert alive(card) == []
    assert problems(card) == []
