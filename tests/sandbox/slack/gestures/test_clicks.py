"""Clicks on messages and views: what the app gets, and what nobody can click."""

from slack_sdk import WebClient

from sandbox.slack.seed import AARON, ALERTS, GUEST, RITA, SRE_OPS
from sandbox.slack.server import Running
from sandbox.slack.shapes import Json
from tests.sandbox.slack.conftest import Control
from tests.sandbox.slack.rows import TEXT_INPUT, actions, button, field_of, modal, section, select

CARD = [actions(button(value="7"), select()) | {"block_id": "card"}]
GO = {"block_id": "card", "action_id": "go"}


def last_payload(slack: Running) -> Json:
    """The payload of the newest envelope."""
    envelopes = [e for e in slack.sandbox.log.after(0) if e["kind"] == "envelope"]
    payload: Json = envelopes[-1]["payload"]
    return payload


def test_a_click_carries_message_state_and_a_response_url(slack: Running, client: WebClient, control: Control) -> None:
    ts = client.chat_postMessage(channel=ALERTS, text="card", blocks=CARD)["ts"]
    control.post("click", as_=RITA, channel=ALERTS, ts=ts, **GO)
    payload = last_payload(slack)
    assert payload["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": ALERTS,
        "is_ephemeral": False,
    }
    assert payload["state"]["values"]["card"]["s"]["selected_option"] is None
    assert (payload["user"]["id"], payload["user"]["team_id"]) == (RITA, "T0SANDBOX1")
    assert payload["message"]["blocks"][0]["block_id"] == "card"
    assert payload["response_url"].startswith(slack.url)


def test_a_click_on_an_ephemeral_message_has_no_message_body(
    slack: Running, client: WebClient, control: Control
) -> None:
    ts = client.chat_postEphemeral(channel=ALERTS, user=RITA, text="card", blocks=CARD)["message_ts"]
    assert control.post("click", as_=AARON, channel=ALERTS, ts=ts, **GO)["error"] == "impossible"
    control.post("click", as_=RITA, channel=ALERTS, ts=ts, **GO)
    payload = last_payload(slack)
    assert (payload["container"]["is_ephemeral"], "message" in payload) == (True, False)


def test_nobody_clicks_what_is_not_there(client: WebClient, control: Control) -> None:
    ts = client.chat_postMessage(channel=ALERTS, text="card", blocks=CARD)["ts"]
    wrong: tuple[Json, ...] = (
        {"as_": RITA, "ts": ts, "block_id": "card", "action_id": "gone"},
        {"as_": RITA, "ts": "1.000001", **GO},
        {"as_": GUEST, "ts": ts, **GO},
        {"as_": "U0LEFT0001", "ts": ts, **GO},
    )
    assert [control.post("click", channel=ALERTS, **w)["error"] for w in wrong] == ["impossible"] * 4


def test_an_element_of_home_sends_its_view(slack: Running, client: WebClient, control: Control) -> None:
    home = {"type": "home", "blocks": [section(accessory=button(value="7")) | {"block_id": "card"}]}
    view = client.views_publish(user_id=RITA, view=home)["view"]
    control.post("view/click", as_=RITA, view_id=view["id"], **GO)
    payload = last_payload(slack)
    assert payload["container"] == {"type": "view", "view_id": view["id"]}
    assert (payload["view"]["type"], payload["actions"][0]["value"]) == ("home", "7")
    assert "response_url" not in payload


def test_what_was_typed_stays_through_an_update_of_other_blocks(
    slack: Running, client: WebClient, control: Control
) -> None:
    kept = field_of(TEXT_INPUT) | {"block_id": "why", "dispatch_action": True}
    view = client.views_open(
        trigger_id=slack.sandbox.grants.new_trigger(RITA), view=modal(submit=button()["text"], blocks=[kept])
    )["view"]
    control.post("view/click", as_=RITA, view_id=view["id"], block_id="why", action_id="text", value="typed")
    assert last_payload(slack)["view"]["state"]["values"]["why"]["text"]["value"] == "typed"
    update = modal(submit=button()["text"], blocks=[section(), kept])
    held = client.views_update(view_id=view["id"], view=update)["view"]["state"]["values"]
    assert held["why"]["text"]["value"] == "typed"


def test_only_the_top_modal_can_be_used(slack: Running, client: WebClient, control: Control) -> None:
    block = section(accessory=button()) | {"block_id": "card"}
    grants = slack.sandbox.grants
    under = client.views_open(trigger_id=grants.new_trigger(RITA), view=modal(blocks=[block]))["view"]
    client.views_push(trigger_id=grants.new_trigger(RITA), view=modal(blocks=[block]))
    assert control.post("view/click", as_=RITA, view_id=under["id"], **GO)["error"] == "impossible"


def test_the_channel_must_be_one_the_message_is_in(client: WebClient, control: Control) -> None:
    ts = client.chat_postMessage(channel=ALERTS, text="card", blocks=CARD)["ts"]
    assert control.post("click", as_=RITA, channel=SRE_OPS, ts=ts, **GO)["error"] == "impossible"
