"""The one card of a patch, in every state."""

import json

import pytest

from blocks.fit import fit
from blocks.patch_card import patch_card
from core.patching.plan import Wave
from core.patching.standing import Standing
from core.patching.states import State, Step
from tests.blocks.patches import AARON, BEA, EVERY, GROUP, RITA, ended, run, standing, votes
from tests.core.patching.examples import OPENSSL, plan, planned_machine

HOSTILE = "<!channel> *x* `y` \u202e" + "z" * 300


def words(patch: Standing) -> str:
    return json.dumps(patch_card(patch).blocks, ensure_ascii=False)


def labels(patch: Standing) -> list[str]:
    found = [block for block in patch_card(patch).blocks if block["type"] == "actions"]
    return [element["text"]["text"] for element in found[0]["elements"]]


@pytest.mark.parametrize("patch", EVERY.values(), ids=EVERY)
def test_the_card_of_every_state_fits_as_it_is(patch: Standing) -> None:
    card = patch_card(patch)
    assert fit(card) == card
    assert RITA in words(patch)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("waiting", "Patch 2 machines: closes 4 findings, critical; needs 2 approvals"),
        ("partly approved", "Patch 2 machines: closes 4 findings, critical; 1 of 2 approvals"),
        ("glass broken", "Patch 2 machines: closes 4 findings, critical; needs 1 approval"),
        ("approved", "Patch 2 machines: approved, starts as soon as it may; closes 4 findings"),
        ("running", "Patching 2 machines: 1 of 2 verified"),
        ("stopping", "Stopping the patch of 2 machines: 1 of 2 verified"),
        ("stopped", "Patch of 2 machines: stopped, 1 of 2 verified, the rest is vulnerable as before"),
        ("verified", "Patched 2 machines: 4 findings closed, all verified"),
        ("rolling back", "Rolling back 2 machines: 0 of 2 rolled back"),
        ("rolled back", "Rolled back 1 of 2 machines: all are vulnerable, 4 findings open"),
        ("rejected", "Patch of 2 machines: rejected, nothing was changed"),
        ("withdrawn", "Patch of 2 machines: withdrawn, nothing was changed"),
        ("expired", "Patch of 2 machines: expired, nothing was changed"),
        ("void", "Patch of 2 machines: void, because what it was planned for has changed"),
        ("needs a person", "Patch of 2 machines: stopped, a person has to look at it"),
        ("handled", "Patch of 2 machines: stopped, a person has looked at it; 0 of 2 verified, 1 needed a person"),
    ],
)
def test_the_first_line_says_what_and_how_it_stands(name: str, text: str) -> None:
    assert patch_card(EVERY[name]).text == text


def test_a_scheduled_patch_says_when_in_the_readers_own_zone() -> None:
    assert "starts <!date^" in patch_card(EVERY["scheduled"]).text


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("waiting", ["Approve", "Choose another time", "Details", "Reject"]),
        ("scheduled", ["Details", "Call off"]),
        ("running", ["Details", "Stop patch"]),
        ("needs a person", ["Mark as handled", "Details"]),
        ("handled", ["Details"]),
        ("stopping", ["Details"]),
        ("stopped", ["Details", "Roll back"]),
        ("rejected", ["Details"]),
    ],
)
def test_only_buttons_that_apply_are_there(name: str, offered: list[str]) -> None:
    assert labels(EVERY[name]) == offered


def test_what_only_some_machines_verified_is_not_called_closed() -> None:
    patch = standing(State.VERIFIED, run("i-0a554b5583dd70864", Step.DONE))
    assert patch_card(patch).text == "Patched 2 machines: 1 of 2 verified"


def test_the_facts_that_decide_are_on_it() -> None:
    said = words(EVERY["waiting"])
    for fact in ("openssl 3.0.7-18 → 3.0.7-27", "kept 7 days", "rolled back by itself", f"<!subteam^{GROUP}>"):
        assert fact in said


def test_who_approved_and_who_rejected_are_named() -> None:
    assert f"<@{AARON}>" in words(EVERY["partly approved"])
    assert f"<@{BEA}>" in words(EVERY["rejected"])


def test_every_difference_of_a_void_plan_is_listed_up_to_a_point() -> None:
    patch = standing(State.VOID, ending=ended("It has changed.", "", *(f"web-{n} is gone." for n in range(50))))
    assert "web-7 is gone." in words(patch)
    assert "and 42 more" in words(patch)


def test_words_of_strangers_stay_words() -> None:
    package = OPENSSL.model_copy(update={"name": HOSTILE})
    machine = planned_machine(name=HOSTILE, packages=(package,))
    waves = (Wave(name=HOSTILE, instance_ids=(machine.instance_id,)),)
    made = plan(machines=(machine,), waves=waves, not_covered=(HOSTILE,))
    for state in (State.WAITING, State.RUNNING, State.REJECTED):
        patch = standing(state, run(machine.instance_id, Step.DONE, HOSTILE), made=made, ending=ended(HOSTILE, BEA))
        assert "<!channel>" not in words(patch) + patch_card(patch).text
        assert fit(patch_card(patch)) == patch_card(patch)


def test_a_thousand_machines_in_many_waves_still_fit() -> None:
    machines = tuple(planned_machine(f"i-{number:017x}", f"web-{number}") for number in range(1000))
    ids = [machine.instance_id for machine in machines]
    waves = tuple(Wave(name=f"wave {n}", instance_ids=tuple(ids[n * 50 : n * 50 + 50])) for n in range(20))
    made = plan(machines=machines, waves=waves)
    begun = [run(each, Step.INSTALL) for each in ids[:60]] + [run(ids[60], Step.NEEDS_HUMAN)]
    for patch in (standing(State.WAITING, made=made), standing(State.RUNNING, *begun, made=made)):
        assert fit(patch_card(patch)) == patch_card(patch)
    told = words(standing(State.RUNNING, *begun, made=made))
    assert told.index("web-60: needs a person") < told.index("and 42 installing") or "and 42 installing" in told
    assert "and 12 more waves" in told


def test_many_approvers_are_named_up_to_a_point() -> None:
    patch = standing(State.WAITING, approvers=tuple(f"U0APPROV{number:02}" for number in range(30)))
    assert "and 20 more" in words(patch)


def test_a_rule_that_approved_is_named() -> None:
    assert "the rule curl on dev" in words(standing(State.APPROVED, auto_rule="curl on dev"))


def test_the_metadata_of_buttons_is_ids_and_nothing_else() -> None:
    card = patch_card(standing(State.WAITING, votes=votes(AARON)))
    values = [e["value"] for block in card.blocks if block["type"] == "actions" for e in block["elements"]]
    assert set(values) == {"w-20260301-abc123:" + "d" * 64}


def test_where_nothing_was_installed_nothing_is_said_to_be_rolled_back() -> None:
    patch = standing(State.ROLLED_BACK, run("i-0a554b5583dd70864", Step.SKIPPED))
    assert patch_card(patch).text == "Patch of 2 machines: stopped, nothing was changed, and it is vulnerable as before"
