"""A machine rolled back on demand, and the way back rehearsed: asked by one person, approved by another."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from core.patching.states import State
from sandbox.slack.seed import AARON, RITA, SRE_OPS
from tests.e2e.account import WEB_1
from tests.e2e.processes import command
from tests.e2e.workspace import Shown
from tests.faults.patching.plans import HEAVY, LIGHT, WEB_3, Drawn
from tests.faults.patching.ward import Ward
from tests.faults.waiting import LONG, waited_for

long = pytest.mark.skipif(not LONG, reason="it takes another patch; SRE_FAULTS=long")


@pytest.fixture
def working(ward: Ward) -> Iterator[Ward]:
    with ward.bot():
        yield ward


def patched(ward: Ward, plans: Drawn, packages: tuple[str, ...], machine: str = WEB_3) -> str:
    """The id of a patch of one machine that is verified."""
    workflow_id = ward.approved(plans.cut(machine, packages=packages))
    assert ward.over(workflow_id) is State.VERIFIED
    return workflow_id


def card_of(ward: Ward, workflow_id: str, start: str = "") -> Shown:
    """The card of a patch or a way back, as soon as it begins so."""

    def look() -> Shown | None:
        every = ward.slack.messages(AARON, SRE_OPS)
        found = (each for each in every if not each.raw["ephemeral"] and f"· {workflow_id} ·" in each.words)
        return next((each for each in found if each.text.startswith(start)), None)

    return ward.slack.until(look, 30)


def asked_back(ward: Ward, workflow_id: str, machine: str = WEB_3) -> str:
    """The id of the rollback that Rita asked for with the button of the patch's card."""
    ward.slack.press(card_of(ward, workflow_id, "Patched"), "Roll back", RITA)
    return asked_for(ward, f"{workflow_id}/{machine}")


def asked_for(ward: Ward, key: str) -> str:
    """The id of the way back of a machine, as soon as it was asked for."""

    def look() -> str:
        with ward.store() as store:
            record = store.get("rollback", key)
            asked = record and store.get("plan_asked", str(record.doc["plan_id"]))
        return str(asked.doc["workflow_id"]) if asked else ""

    waited_for(lambda: bool(look()), 30)
    return look()


def approved(ward: Ward, workflow_id: str, user: str = AARON) -> None:
    ward.slack.press(card_of(ward, workflow_id), "Approve", user)


def facts(ward: Ward, workflow_id: str) -> dict[str, str]:
    record = ward.machine(workflow_id, WEB_3)
    assert record
    found: dict[str, str] = record.doc["facts"]
    return found


def check_kept(ward: Ward, back: str) -> None:
    """The volume that was replaced is there, detached, with the tags by which it goes; the card names it."""
    volume_id = facts(ward, back)["kept_volume"]
    [volume] = ward.aws("ec2").describe_volumes(VolumeIds=[volume_id])["Volumes"]
    tags = {each["Key"]: each["Value"] for each in volume["Tags"]}
    assert (volume["State"], tags["sre:workflow"], tags["sre:instance"]) == ("available", back, WEB_3)
    assert tags["sre:expires"] > f"{datetime.now(UTC):%Y-%m-%d}"
    ward.slack.until(lambda: volume_id in card_of(ward, back).words)


def check_held(ward: Ward, back: str) -> None:
    """What went back is in no plan, until one who may approve lifts that."""
    ward.slack.until(lambda: "Held: in no plan" in card_of(ward, back).words)
    resolved = command(ward.given, "schedule", "patches", "--instance", WEB_3, "--criticality", "all", "--json")
    told = json.loads(resolved.stdout)
    held = {name for each in told["immediate_actions"] if each["way"] == "held" for name in each["vulnerability_ids"]}
    planned = {name for plan in told["scheduled_patches"] for name in plan["packages"]}
    assert held
    assert not planned & set(facts(ward, back)["held"].split(", "))
    for user, said in ((RITA, "nothing was changed"), (AARON, "You lifted it")):
        shown = ward.slack.type("/sre-patch-holds", user=user)
        assert "web-3" in shown.words
        assert said in ward.slack.press_for_answer(shown, "Lift hold", user).words
    after = json.loads(command(ward.given, "patch", "holds", "--json").stdout)
    assert after["holds"] == []


def test_a_verified_patch_is_taken_back_by_its_root_volume(working: Ward, plans: Drawn) -> None:
    ward = working
    patch = patched(ward, plans, HEAVY)
    before = facts(ward, patch)
    back = asked_back(ward, patch)
    waits = card_of(ward, back, "Roll back web-3")
    assert "What is lost" in waits.words
    assert "vulnerable again" in waits.words
    ward.slack.press(waits, "Approve", RITA)
    ward.slack.until(lambda: any("Nobody approves their own" in each.words for each in ward.slack.messages(RITA)))
    assert ward.state(back) is State.WAITING
    approved(ward, back)
    assert ward.over(back) is State.ROLLED_BACK
    effects = ward.effects()
    assert effects["root replacement"] == {WEB_3: 1}
    assert effects["ec2:CreateSnapshots"] == {WEB_3: 1}
    assert facts(ward, back)["boot_id"] != before["boot_id"]
    assert facts(ward, back)["versions"] == before["versions"]
    check_kept(ward, back)
    check_held(ward, back)
    assert ward.state(patch) is State.ROLLED_BACK
    assert "vulnerable again" in card_of(ward, patch, "Rolled back web-3").text
    again = ward.slack.type(f"/sre-rollback {WEB_3}", RITA)
    assert f"web-3 is rolled back from {patch} by {back}" in again.words
    assert command(ward.given, "audit", "verify").returncode == 0


@long
def test_packages_are_taken_back_one_by_one_where_that_is_safe(working: Ward, plans: Drawn) -> None:
    ward = working
    back = asked_back(ward, patched(ward, plans, LIGHT, WEB_1), WEB_1)
    approved(ward, back)
    assert ward.over(back) is State.ROLLED_BACK
    assert ward.effects()["undo"] == {WEB_1: 1}
    assert "root replacement" not in ward.effects()


def test_a_rollback_that_fails_needs_a_person_and_writes_no_more(working: Ward, plans: Drawn) -> None:
    ward = working
    patch = patched(ward, plans, HEAVY)
    back = asked_back(ward, patch)
    ward.goes_wrong({WEB_3: {"root_replacement": "failed-detached"}})
    approved(ward, back)
    assert ward.over(back) is State.NEEDS_HUMAN
    calls = ward.calls()
    card = card_of(ward, back, "Rollback of web-3: stopped")
    assert "no root volume" in card.words
    assert ward.state(patch) is State.NEEDS_HUMAN
    with ward.store() as store:
        lock = store.get("machine_lock", WEB_3)
    assert lock
    assert lock.doc["workflow_id"] == back
    assert ward.calls() == calls
    assert "a person has to look at it" in ward.slack.type(f"/sre-rollback {WEB_3}", RITA).words


@long
def test_without_a_whole_backup_nothing_is_asked_of_anybody(working: Ward, plans: Drawn) -> None:
    ward = working
    patch = patched(ward, plans, LIGHT)
    ward.aws("ec2").delete_snapshot(SnapshotId=facts(ward, patch)["root_snapshot"])
    told = ward.slack.press_for_answer(card_of(ward, patch, "Patched web-3"), "Roll back", RITA)
    assert "not whole any more" in told.words


def test_a_drill_goes_there_and_back_on_a_machine_that_is_not_production(working: Ward) -> None:
    ward = working
    assert "it is production" in ward.slack.type(f"/sre-drill {WEB_1}", RITA).words
    ward.slack.type(f"/sre-drill {WEB_3}", RITA)
    drill = asked_for(ward, f"drill/{WEB_3}")
    approved(ward, drill)
    assert ward.over(drill) is State.ROLLED_BACK
    effects = ward.effects()
    assert (effects["ec2:CreateSnapshots"], effects["root replacement"]) == ({WEB_3: 1}, {WEB_3: 1})
    assert "install" not in effects
    card_of(ward, drill, "Drill on web-3: the way back works")


@long
def test_an_approved_rollback_that_finds_another_machine_is_void(working: Ward, plans: Drawn) -> None:
    ward = working
    patch = patched(ward, plans, LIGHT)
    back = asked_back(ward, patch)
    ward.aws("ec2").create_tags(Resources=[WEB_3], Tags=[{"Key": "PatchAutomation", "Value": "off"}])
    approved(ward, back)
    waited_for(lambda: ward.state(back) is State.VOID, 30, lambda: ward.last(back))
    assert "no longer has the tag" in card_of(ward, back, "Rollback of web-3: void").words
    assert ward.state(patch) is State.VERIFIED
