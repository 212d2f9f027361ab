"""What the app brought about is counted, whatever it was told in reply."""

import json
from http.client import RemoteDisconnected

import pytest
from slack_sdk import WebClient

from sandbox.slack.seed import RITA, SRE_OPS
from sandbox.slack.server import Running
from sandbox.slack.shapes import Json
from tests.sandbox.slack.conftest import Control, posted

METADATA: Json = {"event_type": "sre_outbox", "event_payload": {"key": "k1"}}


def test_posts_edits_and_deletions_are_counted_by_channel_and_key(client: WebClient, control: Control) -> None:
    ts = str(client.chat_postMessage(channel=SRE_OPS, text="x", metadata=METADATA)["ts"])
    client.chat_update(channel=SRE_OPS, ts=ts, text="y")
    client.chat_delete(channel=SRE_OPS, ts=ts)
    client.chat_postEphemeral(channel=SRE_OPS, user=RITA, text="z")
    counts = {"posted": 1, "updated": 1, "deleted": 1}
    shown = control.get("effects")
    assert shown["channels"] == {SRE_OPS: counts | {"ephemerals_posted": 1}}
    assert shown["keys"] == {"k1": counts}


def test_what_people_write_is_no_effect_of_the_app(control: Control) -> None:
    control.post("message", as_=RITA, channel=SRE_OPS, text="hello")
    assert control.get("effects") == {"channels": {}, "keys": {}, "response_urls": {}}


def test_a_reply_can_be_lost_after_the_call_took_effect(slack: Running, control: Control) -> None:
    control.post("faults", api={"chat.postMessage": {"lost_reply": True, "times": 1}})
    client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    with pytest.raises(RemoteDisconnected):
        client.chat_postMessage(channel=SRE_OPS, text="x")
    assert control.get("effects")["channels"] == {SRE_OPS: {"posted": 1}}
    assert control.get("log")["entries"][-1]["error"] == "reply_lost"
    assert client.chat_postMessage(channel=SRE_OPS, text="x")["ok"]


def test_uses_of_response_urls_are_counted_and_their_replies_can_be_lost(slack: Running, control: Control) -> None:
    key = slack.sandbox.grants.new_hook(RITA, SRE_OPS, None, None)
    url = f"{slack.url}/response/{key}"
    control.post("faults", api={"response_url": {"lost_reply": True, "times": 1}})
    with pytest.raises(RemoteDisconnected):
        posted(url, json.dumps({"text": "x"}))
    control.post("faults", api={"response_url": {"status": 503, "times": 1}})
    assert posted(url, json.dumps({"text": "x"}))[0] == 503
    assert posted(url, json.dumps({"text": "x"})) == (200, "ok")
    assert control.get("effects")["response_urls"] == {key: 2}
