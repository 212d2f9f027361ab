"""Submitting and closing: every answer that an app may give."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from slack_bolt import Ack
from slack_sdk import WebClient

from sandbox.slack.gestures.modals import REQUIRED, TROUBLE
from sandbox.slack.seed import RITA
from sandbox.slack.server import Running
from sandbox.slack.shapes import Json
from tests.sandbox.slack.conftest import Control
from tests.sandbox.slack.rows import TEXT_INPUT, field_of, modal, plain
from tests.sandbox.slack.tiny_bot import connected, new_app

FORM = modal(callback_id="form", submit=plain("Send"), blocks=[field_of(TEXT_INPUT) | {"block_id": "why"}])
FILLED = {"why": {"text": {"value": "because"}}}
Answering = Callable[[Json], AbstractContextManager[None]]


@pytest.fixture
def view_id(slack: Running, client: WebClient) -> str:
    trigger = slack.sandbox.grants.new_trigger(RITA)
    return str(client.views_open(trigger_id=trigger, view=FORM)["view"]["id"])


@pytest.fixture
def answering(slack: Running) -> Answering:
    def answer(response: Json) -> AbstractContextManager[None]:
        app = new_app(slack)

        def listen(ack: Ack) -> None:
            ack(response)

        app.view("form")(listen)
        return connected(slack, app)

    return answer


def submitted(control: Control, view_id: str) -> Json:
    """The outcome of sending the filled form."""
    return control.post("view/submit", as_=RITA, view_id=view_id, values=FILLED)


def shown(control: Control) -> list[str]:
    """The titles of Rita's modals."""
    return [view["title"]["text"] for view in control.get(f"views?as={RITA}")["modals"]]


def test_an_empty_required_field_is_not_sent(slack: Running, control: Control, view_id: str) -> None:
    before = slack.sandbox.log.last
    outcome = control.post("view/submit", as_=RITA, view_id=view_id, values={})
    assert outcome["errors"] == {"why": REQUIRED}
    assert slack.sandbox.log.after(before) == []


def test_text_that_is_too_long_is_not_sent(control: Control, view_id: str) -> None:
    long = {"why": {"text": {"value": "x" * 3001}}}
    assert "3000" in control.post("view/submit", as_=RITA, view_id=view_id, values=long)["errors"]["why"]


def test_no_answer_closes_the_modal(control: Control, view_id: str, answering: Answering) -> None:
    with answering({}):
        assert submitted(control, view_id)["closed"]
    assert shown(control) == []


def test_an_update_shows_another_view_in_place(control: Control, view_id: str, answering: Answering) -> None:
    with answering({"response_action": "update", "view": modal(title=plain("Done"))}):
        assert submitted(control, view_id)["view_id"] == view_id
    assert shown(control) == ["Done"]


def test_a_push_shows_another_view_on_top(control: Control, view_id: str, answering: Answering) -> None:
    with answering({"response_action": "push", "view": modal(title=plain("More"))}):
        assert submitted(control, view_id)["pushed"]
    assert shown(control) == ["Title", "More"]


def test_a_clear_closes_the_whole_stack(control: Control, view_id: str, answering: Answering) -> None:
    with answering({"response_action": "clear"}):
        assert submitted(control, view_id)["cleared"]
    assert shown(control) == []


@pytest.mark.parametrize(
    "response",
    [
        {"response_action": "errors", "errors": {"elsewhere": "no such block"}},
        {"response_action": "update", "view": modal(title=plain("x" * 25))},
    ],
)
def test_an_answer_that_slack_cannot_use_is_trouble(
    control: Control, view_id: str, answering: Answering, response: Json
) -> None:
    with answering(response):
        assert submitted(control, view_id)["shown"] == TROUBLE
    assert shown(control) == ["Title"]


def test_a_submission_without_a_bot_leaves_the_modal_open(control: Control, view_id: str) -> None:
    assert submitted(control, view_id)["error"] == "dispatch_failed"
    assert shown(control) == ["Title"]


def test_a_close_is_silent_unless_the_view_asked(slack: Running, control: Control, view_id: str) -> None:
    before = slack.sandbox.log.last
    assert control.post("view/close", as_=RITA, view_id=view_id)["notified"] == 0
    assert (shown(control), slack.sandbox.log.after(before)) == ([], [])
