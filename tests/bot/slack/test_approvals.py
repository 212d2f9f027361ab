"""The buttons and dialogs of a patch card."""

import pytest

from blocks.patch_card_buttons import APPROVE, DETAILS, LATER, STOP, value
from core.patching.states import State
from services.slack.outbox import METADATA
from services.store.sqlite import SqliteStore
from tests.bot.slack.door import HOOK, Door, words
from tests.core.examples import StillClock
from tests.core.patching.examples import plan
from tests.workflows.patching.people import AARON, RITA, Office


@pytest.fixture
def office(door: Door) -> Office:
    assert isinstance(door.store, SqliteStore)
    return Office(door.store, StillClock())


@pytest.fixture
def asked(office: Office) -> str:
    return office.asked(plan(made_at=StillClock().now()))


def which(office: Office, asked: str) -> str:
    return value(asked, office.digest(asked))


def card(asked: str) -> dict[str, object]:
    """The message that was clicked, as the outbox posted it."""
    return {"message": {"metadata": {"event_type": METADATA, "event_payload": {"key": f"patch:{asked}"}}}}


def pressed(metadata: str) -> dict[str, object]:
    """Approve, on somebody's own copy of the card."""
    action = {"type": "button", "action_id": APPROVE, "value": metadata, "block_id": "b"}
    where = {"channel": {"id": "C1"}, "response_url": HOOK, "container": {"message_ts": "1.1"}}
    return {"type": "block_actions", "actions": [action], "team": {"id": "T1"}, "trigger_id": "1.2", **where}


def submitted(door: Door, callback_id: str, metadata: str, values: dict[str, object], user: str = AARON) -> object:
    view = {"id": "V1", "type": "modal", "callback_id": callback_id, "private_metadata": metadata}
    who = {"user": {"id": user, "team_id": "T1"}, "team": {"id": "T1"}, "trigger_id": "1.2"}
    return door.put({"type": "view_submission", "view": {**view, "state": {"values": values}}, **who})


def test_a_click_on_approve_counts_and_is_answered_to_the_clicker_alone(door: Door, office: Office, asked: str) -> None:
    door.click(APPROVE, which(office, asked), user=AARON, **card(asked))
    assert office.patch(asked).state is State.APPROVED
    [told] = door.slack.responses
    assert (told["response_type"], told["replace_original"]) == ("ephemeral", False)
    assert "Your approval completes it" in words(told)


def test_the_clickers_own_copy_is_drawn_anew(door: Door, office: Office, asked: str) -> None:
    door.click(APPROVE, which(office, asked), user=AARON)
    copy, told = door.slack.responses
    assert copy["replace_original"]
    assert "approved" in copy["text"]
    assert "completes it" in words(told)


def test_a_guest_is_refused_and_that_is_audited(door: Door, office: Office, asked: str) -> None:
    door.click(APPROVE, which(office, asked), user="UGUS", **card(asked))
    assert "does not answer guest accounts" in words(door.slack.responses[0])
    assert office.actions(asked) == ["request", "approve refused"]


def test_a_click_of_another_team_is_refused_and_audited(door: Door, office: Office, asked: str) -> None:
    elsewhere = {"id": AARON, "team_id": "T2"}
    door.put(pressed(which(office, asked)) | {"user": elsewhere})
    assert "belongs to another workspace" in words(door.slack.responses[0])
    assert office.actions(asked) == ["request", "approve refused"]


@pytest.mark.parametrize("tampered", ["", "w-20260301-ffffff:x", "{", ":" * 9])
def test_a_value_that_names_no_patch_changes_nothing(door: Door, tampered: str) -> None:
    door.click(APPROVE, tampered, user=AARON)
    assert "There is no patch" in words(door.slack.responses[0])


def test_a_digest_that_is_missing_fits_no_plan(door: Door, asked: str) -> None:
    door.click(APPROVE, asked, user=AARON, **card(asked))
    assert "The plan has changed" in words(door.slack.responses[0])


@pytest.mark.parametrize(
    ("button", "shown"),
    [(STOP, "Reject this patch"), (LATER, "Choose another time"), (DETAILS, "Details of the patch")],
)
def test_a_button_opens_its_dialog_at_once_and_fills_it(
    door: Door, office: Office, asked: str, button: str, shown: str
) -> None:
    door.click(button, which(office, asked), user=AARON, **card(asked))
    assert len(door.slack.told("views.open")) == 1
    [filled] = door.slack.told("views.update")
    assert filled["view"]["title"]["text"] == shown
    assert filled["view"]["private_metadata"] == which(office, asked)


def test_a_dialog_tells_a_guest_that_it_is_not_for_them(door: Door, office: Office, asked: str) -> None:
    door.click(STOP, which(office, asked), user="UGUS", **card(asked))
    assert "guest" in words(door.slack.told("views.update")[0]["view"] | {"text": ""})


def test_a_reason_rejects(door: Door, office: Office, asked: str) -> None:
    answer = submitted(door, STOP, which(office, asked), {"reason": {"text": {"value": "release today"}}})
    assert '"clear"' in str(answer)
    assert office.patch(asked).state is State.REJECTED
    [told] = door.slack.told("chat.postEphemeral")
    assert (told["user"], told["channel"]) == (AARON, "C0SREOPS01")


def test_blanks_are_no_reason_and_said_at_the_field(door: Door, office: Office, asked: str) -> None:
    answer = submitted(door, STOP, which(office, asked), {"reason": {"text": {"value": " \n"}}})
    assert "Write why in a few words." in str(answer)
    assert office.patch(asked).state is State.WAITING


def test_a_guest_who_sends_a_dialog_is_refused_and_audited(door: Door, office: Office, asked: str) -> None:
    submitted(door, STOP, which(office, asked), {"reason": {"text": {"value": "no"}}}, user="UGUS")
    assert office.actions(asked) == ["request", "stop refused"]
    assert office.patch(asked).state is State.WAITING


@pytest.mark.parametrize("chosen", [None, {"value": "nonsense"}, {"value": "1 2 UTC"}])
def test_a_time_that_cannot_be_had_changes_nothing(
    door: Door, office: Office, asked: str, chosen: dict[str, str] | None
) -> None:
    submitted(door, "patch-window", which(office, asked), {"choice": {"chosen": {"selected_option": chosen}}})
    assert office.patch(asked).workflow.revision is None


def test_the_requester_does_not_approve(door: Door, office: Office, asked: str) -> None:
    door.click(APPROVE, which(office, asked), user=RITA, **card(asked))
    assert "Nobody approves their own request" in words(door.slack.responses[0])
