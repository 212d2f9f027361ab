"""Events: which ones the app gets, and how often they are tried."""

import asyncio

import pytest

from sandbox.slack import events
from sandbox.slack.manifest import read
from sandbox.slack.model import Message
from sandbox.slack.seed import ALERTS, RANDOM, RITA, SECRET, SRE_OPS
from sandbox.slack.shapes import BOT_USER, Json
from sandbox.slack.state import Sandbox
from tests.sandbox.slack.conftest import MANIFEST

WATCHING: Json = {
    "oauth_config": {"scopes": {"bot": ["channels:history", "groups:history", "app_mentions:read"]}},
    "settings": {"event_subscriptions": {"bot_events": ["message.channels", "message.groups", "app_mention"]}},
}


def sent(slack: Sandbox, message: Message, kind: str = "message") -> list[str]:
    """The types of the events that a change to a message is."""
    return [event["type"] for event in events.of_message(slack, kind, message)]


def test_a_watching_app_hears_the_channels_it_is_in() -> None:
    slack = Sandbox(read(WATCHING))
    heard = {c: sent(slack, Message("1.1", c, RITA, "hi")) for c in (SRE_OPS, SECRET, RANDOM)}
    assert heard == {SRE_OPS: ["message"], SECRET: ["message"], RANDOM: []}


def test_a_mention_is_a_message_and_a_mention() -> None:
    slack = Sandbox(read(WATCHING))
    assert sent(slack, Message("1.1", SRE_OPS, RITA, f"<@{BOT_USER}> hi")) == ["message", "app_mention"]


def test_an_event_needs_subscription_and_scope() -> None:
    unscoped = WATCHING | {"oauth_config": {"scopes": {"bot": []}}}
    for manifest in (MANIFEST, unscoped):
        assert sent(Sandbox(read(manifest)), Message("1.1", ALERTS, RITA, "hi")) == []


def test_ephemeral_messages_are_no_events() -> None:
    assert sent(Sandbox(read(WATCHING)), Message("1.1", SRE_OPS, BOT_USER, "hi", ephemeral_to=RITA)) == []


def test_a_change_carries_the_message_in_a_subtype() -> None:
    slack = Sandbox(read(WATCHING))
    message = Message("1.1", SRE_OPS, BOT_USER, "hi")
    [changed] = events.of_message(slack, "message_changed", message)
    assert (changed["subtype"], changed["message"]["text"]) == ("message_changed", "hi")
    [deleted] = events.of_message(slack, "message_deleted", message)
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", "1.1")


def test_an_event_without_an_ack_is_retried_three_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "RETRY_SECONDS", (0.0, 0.0, 0.0))
    slack = Sandbox(read(WATCHING))
    [event] = events.of_message(slack, "message", Message("1.1", SRE_OPS, RITA, "hi"))
    asyncio.run(events.deliver(slack, event))
    tries = [(e["retry_attempt"], e["retry_reason"]) for e in slack.log.after(0)]
    assert tries == [(0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout")]
    assert len({e["payload"]["event_id"] for e in slack.log.after(0)}) == 1
