"""A real Bolt app over real sockets: command, click, modal, Home, events and response URLs."""

import threading
from collections.abc import Callable, Iterator

import pytest
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from sandbox.slack.seed import AARON, ALERTS, RITA, SRE_OPS
from sandbox.slack.server import Running
from sandbox.slack.shapes import Json
from tests.sandbox.slack.conftest import Control
from tests.sandbox.slack.tiny_bot import connected, new_app

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}, "value": "7"}
CARD = [{"type": "actions", "block_id": "card", "elements": [BUTTON]}]
INPUT = {
    "type": "input",
    "block_id": "why",
    "label": {"type": "plain_text", "text": "Why"},
    "element": {"type": "plain_text_input", "action_id": "text"},
}
MODAL = {
    "type": "modal",
    "callback_id": "reason",
    "notify_on_close": True,
    "title": {"type": "plain_text", "text": "Reason"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [INPUT],
}


@pytest.fixture
def seen() -> list[Json]:
    return []


@pytest.fixture
def arrived() -> threading.Event:
    return threading.Event()


@pytest.fixture
def bot(slack: Running, seen: list[Json], arrived: threading.Event) -> Iterator[App]:
    app = new_app(slack)

    @app.command("/plain")
    def answer(ack: Ack, respond: Respond, command: Json) -> None:
        seen.append(command)
        respond(text="working")
        respond(text="done", replace_original=True)
        ack()

    @app.action("go")
    def clicked(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        seen.append(body)
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("reason")
    def submitted(ack: Ack, view: Json) -> None:
        why = view["state"]["values"]["why"]["text"]["value"]
        seen.append({"type": "submitted", "why": why})
        if why == "bad":
            ack(response_action="errors", errors={"why": "Say more"})
        else:
            ack()

    @app.view_closed("reason")
    def closed(ack: Ack, body: Json) -> None:
        ack()
        seen.append(body)

    def listen(kind: str) -> Callable[..., None]:
        def heard(event: Json) -> None:
            seen.append(event)
            arrived.set()

        app.event(kind)(heard)
        return heard

    for kind in ("app_home_opened", "app_mention", "message"):
        listen(kind)
    with connected(slack, app):
        yield app


@pytest.mark.usefixtures("bot")
def test_a_command_is_acknowledged_and_its_answer_replaced(control: Control, seen: list[Json]) -> None:
    outcome = control.post("command", as_=RITA, channel=SRE_OPS, command="/plain", text="a  b")
    assert outcome["ok"]
    [answer] = control.messages(RITA, SRE_OPS)
    assert (answer["text"], answer["ephemeral"]) == ("done", True)
    assert (seen[0]["text"], seen[0]["user_id"], seen[0]["channel_name"]) == ("a  b", RITA, "sre-ops")


@pytest.mark.usefixtures("bot")
def test_the_answer_of_a_command_is_seen_by_its_user_only(control: Control) -> None:
    control.post("command", as_=RITA, channel=SRE_OPS, command="/plain", text="")
    assert [m["text"] for m in control.messages(RITA, SRE_OPS)] == ["done"]
    assert control.messages(AARON, SRE_OPS) == []


@pytest.mark.usefixtures("bot")
def test_a_click_opens_a_modal_whose_errors_and_submission_reach_the_bot(
    control: Control, client: WebClient, seen: list[Json]
) -> None:
    ts = client.chat_postMessage(channel=ALERTS, text="card", blocks=CARD)["ts"]
    click = control.post("click", as_=RITA, channel=ALERTS, ts=ts, block_id="card", action_id="go")
    assert click["ok"]
    assert seen[0]["actions"][0]["value"] == "7"
    [modal] = control.get(f"views?as={RITA}")["modals"]
    wrong = control.post("view/submit", as_=RITA, view_id=modal["id"], values={"why": {"text": {"value": "bad"}}})
    assert wrong["errors"] == {"why": "Say more"}
    right = control.post("view/submit", as_=RITA, view_id=modal["id"], values={"why": {"text": {"value": "ok"}}})
    assert right["closed"]
    assert control.get(f"views?as={RITA}")["modals"] == []


@pytest.mark.usefixtures("bot")
def test_closing_a_modal_is_told_when_the_view_asked_for_it(
    control: Control, client: WebClient, seen: list[Json]
) -> None:
    ts = client.chat_postMessage(channel=ALERTS, text="card", blocks=CARD)["ts"]
    control.post("click", as_=RITA, channel=ALERTS, ts=ts, block_id="card", action_id="go")
    [modal] = control.get(f"views?as={RITA}")["modals"]
    assert control.post("view/close", as_=RITA, view_id=modal["id"]) == {"ok": True, "notified": 1}
    assert (seen[-1]["type"], seen[-1]["is_cleared"]) == ("view_closed", False)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("reason", ["refresh_requested", "close"])
def test_a_bot_that_was_sent_away_comes_back(control: Control, reason: str) -> None:
    after = control.get("log?after=0")["next"]
    control.post("disconnect", reason=reason)
    happened: list[str] = []
    while "open" not in happened:
        log = control.get(f"log?after={after}&wait=5")
        after, happened = log["next"], [entry.get("event", "") for entry in log["entries"]]
    assert control.post("command", as_=RITA, channel=SRE_OPS, command="/plain")["ok"]


@pytest.mark.usefixtures("bot")
def test_opening_the_home_tab_sends_its_event(control: Control, seen: list[Json], arrived: threading.Event) -> None:
    control.post("home", as_=RITA, tab="home")
    assert arrived.wait(3)
    assert (seen[0]["type"], seen[0]["tab"], seen[0]["user"]) == ("app_home_opened", "home", RITA)


@pytest.mark.usefixtures("bot")
def test_a_mention_is_sent_and_other_talk_is_not(control: Control, seen: list[Json], arrived: threading.Event) -> None:
    control.post("message", as_=RITA, channel=SRE_OPS, text="nobody in particular")
    control.post("message", as_=RITA, channel=SRE_OPS, text="<@U0BOT00001> help")
    assert arrived.wait(3)
    assert [event["type"] for event in seen] == ["app_mention"]


@pytest.mark.usefixtures("bot")
def test_a_direct_message_is_sent_as_message_im(control: Control, seen: list[Json], arrived: threading.Event) -> None:
    control.post("message", as_=RITA, channel="D0REQUEST1", text="hello")
    assert arrived.wait(3)
    assert (seen[0]["type"], seen[0]["channel_type"], seen[0]["text"]) == ("message", "im", "hello")
