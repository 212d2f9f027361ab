"""The dialogs of a patch card."""

import json

import pytest

from blocks.limits import problems
from blocks.patch_card_dialogs import (
    brake_dialog,
    details_dialog,
    glass_dialog,
    stop_dialog,
    window_dialog,
    window_of,
    window_value,
)
from core.errors import BadRequest
from core.patching.offers import Offer
from core.patching.standing import Standing
from core.patching.states import State
from tests.blocks.patches import AARON, EVERY, GLASS, RITA, WINDOW, standing, votes
from tests.core.patching.examples import plan, planned_machine


def words(blocks: object) -> str:
    return json.dumps(blocks, ensure_ascii=False)


@pytest.mark.parametrize(
    ("user", "name", "submit"),
    [(AARON, "waiting", "Reject"), (AARON, "scheduled", "Call off"), (RITA, "waiting", "Withdraw")],
)
def test_the_same_button_rejects_calls_off_or_withdraws(user: str, name: str, submit: str) -> None:
    view = stop_dialog(EVERY[name], user).view()
    assert view["submit"]["text"] == submit
    assert view["private_metadata"] == "w-20260301-abc123:" + "d" * 64
    assert len(view["title"]["text"]) <= 24


def test_stopping_tells_what_becomes_of_each_machine_and_needs_no_reason() -> None:
    view = brake_dialog(EVERY["running"]).view()
    assert view["submit"]["text"] == "Stop patch"
    told = words(view["blocks"])
    assert "web-1: patched already" in told
    assert "web-2: left unchanged" in told
    assert problems(brake_dialog(EVERY["running"])) == []
    assert "submit" not in brake_dialog(EVERY["stopping"]).view()


def test_a_window_comes_back_as_it_was_offered() -> None:
    assert window_of(window_value(WINDOW)) == WINDOW
    assert window_of(window_value(None)) is None


@pytest.mark.parametrize("value", ["", "later", "1 2", "1 2 Mars/Olympus", "x y UTC", f"{10**20} 2 UTC", "1 2 ../etc"])
def test_a_window_that_nobody_offered_is_refused(value: str) -> None:
    with pytest.raises(BadRequest, match="no time that was offered"):
        window_of(value)


def test_choosing_another_time_says_what_it_costs() -> None:
    patch = standing(State.WAITING, votes=votes(AARON))
    view = window_dialog(patch, (Offer(None, ""), Offer(WINDOW, "12 % of the usual peak"))).view()
    assert "1 approval so far will not count" in words(view["blocks"])
    assert "Sun 1 Mar, 19:00 to 21:00 (Europe/Berlin)" in words(view["blocks"])


def test_without_any_time_to_offer_there_is_nothing_to_submit() -> None:
    view = window_dialog(EVERY["waiting"], (), "Everything is frozen.").view()
    assert "submit" not in view
    assert "Everything is frozen." in words(view["blocks"])


def test_details_hold_everything_and_the_whole_digest() -> None:
    said = words(details_dialog(EVERY["waiting"], may_break_glass=False).blocks)
    assert "d" * 64 in said
    assert "openssl.x86_64 3.0.7-18 → 3.0.7-27" in said
    assert "Break the glass" not in said


@pytest.mark.parametrize(
    ("patch", "offered"),
    [
        (EVERY["waiting"], True),
        (EVERY["scheduled"], True),
        (EVERY["running"], False),
        (standing(State.WAITING, break_glass=GLASS), False),
    ],
)
def test_the_glass_is_offered_to_those_named_while_it_can_be_broken(patch: object, *, offered: bool) -> None:
    said = words(details_dialog(patch, may_break_glass=True).blocks)  # type: ignore[arg-type]
    assert ("Break the glass" in said) is offered


def test_details_of_many_machines_fit_a_modal() -> None:
    machines = tuple(planned_machine(f"i-{number:017x}", f"web-{number}") for number in range(500))
    blocks = details_dialog(standing(State.WAITING, made=plan(machines=machines)), may_break_glass=True).blocks
    assert len(blocks) <= 100
    assert "and 480 more machines" in words(blocks)


@pytest.mark.parametrize("patch", EVERY.values(), ids=EVERY)
def test_slack_takes_every_dialog(patch: Standing) -> None:
    offered = [Offer(None, ""), Offer(WINDOW, "12 % of the usual peak on " + "w" * 40)]
    for dialog in (stop_dialog(patch, RITA), glass_dialog(patch), window_dialog(patch, offered)):
        assert problems(dialog) == []
    assert problems(details_dialog(patch, may_break_glass=True)) == []


def test_breaking_the_glass_says_what_is_waived_and_what_is_not() -> None:
    said = words(glass_dialog(EVERY["waiting"]).blocks)
    assert "one approver other than the requester still has to approve" in said.lower()
