import json

from hypothesis import given, settings

from blocks.fit import fit
from blocks.limits import problems
from blocks.resolve import resolution_card, resolution_table
from core.answers.resolution import ImmediateAction, PlanSummary, Resolution
from core.findings import Severity
from core.gaps import Gap
from core.patching.drafting import LeftOut
from core.patching.plan import Reboot
from core.patching.sorting import Way
from tests.blocks.answers import TEXTS, alive, buttons, texts
from tests.core.examples import PLACE, instance_id

PLAN = PlanSummary(
    plan_id="p-20261120-abc123",
    digest="d" * 64,
    criticality="critical",
    patch_level="all",
    machines=("web-1", "web-2"),
    packages=("curl", "openssl"),
    closes=31,
    known_exploited=4,
    reasons=("4 known exploited",),
    waves=(("web-1",), ("web-2",)),
    window=None,
    reboot=Reboot.IF_NEEDED,
    rollback_approved=True,
    expected_minutes=70,
    not_covered=("web-1: its 1 data volume is backed up, but not rolled back with the root volume.",),
)
ACTION = ImmediateAction(
    action="Mitigate glibc on 1 instance",
    way=Way.MITIGATE,
    severity=Severity.HIGH,
    machines=("web-1",),
    vulnerability_ids=("CVE-2026-0001",),
    known_exploited=0,
    why="No fixed version exists yet: shield or remove it until there is one.",
)
OUT = LeftOut(instance_id=instance_id(3), name="db-1", why="It does not have the tag PatchAutomation=enabled.")


def answer(**more: object) -> Resolution:
    fields: dict[str, object] = {
        "scheduled_patches": (PLAN,),
        "immediate_actions": (ACTION,),
        "approval_required": True,
        "left_out": (OUT,),
        "summary": "A patch of 2 of 3 instances closes 31 findings, 4 known exploited",
        "criticality": "all",
        "asked_for": (),
        "partial": (),
        "place": PLACE,
    }
    return Resolution.model_validate({**fields, **more})


def test_the_card_says_what_is_planned_what_is_left_and_who_is_left_out() -> None:
    said = "\n".join(texts(resolution_card(answer())))
    for part in (
        "closes 31 findings: 4 known exploited",
        "web-1, then web-2",
        "two approvals",
        "as soon as it is approved",
    ):
        assert part in said
    assert "Mitigate glibc on 1 instance" in said
    assert "db-1: It does not have the tag" in said


def test_the_one_button_asks_for_approval_of_exactly_this_plan() -> None:
    made = buttons(resolution_card(answer()))
    assert set(made) == {"Request approval"}
    assert made["Request approval"]["action_id"] == "ask:create_approval_workflow"
    assert json.loads(made["Request approval"]["value"]) == {"remediation_plan": "p-20261120-abc123"}


def test_without_a_plan_there_is_nothing_to_approve() -> None:
    drawn = resolution_card(answer(scheduled_patches=(), approval_required=False))
    assert buttons(drawn) == {}


def test_nothing_to_do_is_good_only_where_nothing_is_missing() -> None:
    nothing = answer(scheduled_patches=(), immediate_actions=(), left_out=())
    assert ":white_check_mark:" in texts(resolution_card(nothing))[1]
    gap = Gap(what="the findings of db-1", why="AWS refused it.")
    assert ":grey_question:" in texts(resolution_card(nothing.model_copy(update={"partial": (gap,)})))[1]


def test_the_table_has_a_row_for_the_plan_and_one_for_each_thing_left() -> None:
    table = resolution_table(answer())
    assert [row[0] for row in table.rows] == ["Patch curl, openssl", "Mitigate glibc on 1 instance"]
    assert "Plan p-20261120-abc123: nothing runs before it is approved." in table.notes


@settings(max_examples=30)
@given(TEXTS, TEXTS)
def test_hostile_names_stay_text_and_within_slacks_limits(name: str, word: str) -> None:
    plan = PLAN.model_copy(
        update={"machines": (name,), "waves": ((name,),), "packages": (word,) * 30, "reasons": (word,)}
    )
    drawn = answer(
        scheduled_patches=(plan,),
        immediate_actions=(ACTION.model_copy(update={"action": name, "why": word, "machines": (name,) * 9}),) * 9,
        left_out=(OUT.model_copy(update={"name": name, "why": word}),) * 9,
        summary=name,
    )
    card = fit(resolution_card(drawn))
    assert alive(card) == []
    assert problems(card) == []
