"""Slack that throttles, fails, loses its replies or refuses: every message arrives in order, or is told in health."""

import time

import pytest

from sandbox.slack.seed import ALERTS, SRE_OPS
from tests.e2e.processes import Json, part_of
from tests.faults.conftest import Scene, numbered
from tests.faults.waiting import LONG

FAILS_S = 600 if LONG else 2
RETRY_AFTER_S = 30 if LONG else 4
MESSAGES = 20 if LONG else 3
FAILING = ["*", "chat.postMessage"] if LONG else ["*"]
REFUSALS = ["channel_not_found", "token_revoked"] if LONG else ["channel_not_found"]


@pytest.mark.parametrize("method", FAILING)
def test_a_slack_that_fails_for_long_gets_every_message_once_and_in_order(scene: Scene, method: str) -> None:
    with scene.bot():
        scene.slack.post("faults", api={method: {"status": 503, "for_s": FAILS_S}})
        scene.ask_for(*numbered(0, MESSAGES))
        scene.until_empty(FAILS_S + 90)
    assert scene.posted() == [f"n{number}" for number in range(MESSAGES)]


def test_a_throttled_channel_waits_as_long_as_slack_says_and_holds_up_no_other(scene: Scene) -> None:
    throttled = {"error": "ratelimited", "retry_after": RETRY_AFTER_S, "times": 1}
    with scene.bot():
        scene.slack.post("faults", api={"chat.postMessage": throttled})
        asked = time.time()
        scene.ask_for(*numbered(0, 1))
        scene.slack.until(lambda: [each for each in calls(scene) if each["error"] == "ratelimited"])
        scene.ask_for(*numbered(1, 3), *numbered(5, 6, channel=ALERTS))
        scene.until_empty(RETRY_AFTER_S + 20)
    first, elsewhere = (
        min(each["at"] for each in calls(scene) if not each["error"] and each["args"]["channel"] == channel)
        for channel in (SRE_OPS, ALERTS)
    )
    assert first - asked >= RETRY_AFTER_S
    assert elsewhere < first
    assert scene.posted() == ["n0", "n1", "n2"]


def test_a_burst_that_slack_paces_arrives_whole_and_in_its_thread_s_order(scene: Scene) -> None:
    with scene.bot():
        scene.slack.post("faults", pace={"per_s": 2, "burst": 1})
        scene.ask_for(*numbered(0, 1), *numbered(1, MESSAGES, thread_key="n0"))
        scene.until_empty(20 + 3 * MESSAGES)
    [root] = scene.slack.messages()
    assert scene.posted(thread=root.ts) == [f"n{number}" for number in range(MESSAGES)]


def test_each_lost_reply_costs_one_duplicate_at_most(scene: Scene) -> None:
    with scene.bot():
        scene.slack.post("faults", api={"chat.postMessage": {"lost_reply": True, "every": 2}})
        scene.ask_for(*numbered(0, 1), *numbered(1, MESSAGES, thread_key="n0"))
        scene.until_empty(30 + 6 * MESSAGES)
    lost = [each["args"]["text"] for each in calls(scene) if each["error"] == "reply_lost"]
    assert lost
    for number in range(MESSAGES):
        key = f"n{number}"
        assert 1 <= scene.effects(key)["posted"] <= 1 + lost.count(key)
    firsts = list(dict.fromkeys(each["args"]["text"] for each in calls(scene)))
    assert firsts == [f"n{number}" for number in range(MESSAGES)]


@pytest.mark.parametrize("code", REFUSALS)
def test_what_slack_refuses_for_good_is_told_in_health_and_stops_no_other(scene: Scene, code: str) -> None:
    with scene.bot() as bot:
        scene.slack.post("faults", api={"chat.postMessage": {"error": code, "times": 1}})
        scene.ask_for(*numbered(0, 2))
        scene.until_empty(10)
        _, health = bot.health_when(lambda told: "1 undeliverable" in part_of(told, "messages")["detail"])
    assert code in part_of(health, "messages")["detail"]
    assert part_of(health, "messages")["state"] != "good"
    assert scene.posted() == ["n1"]


def calls(scene: Scene) -> list[Json]:
    """Every attempt to post, oldest first."""
    entries = scene.slack.get("log")["entries"]
    start = max((each["n"] for each in entries if each["kind"] == "ws" and each["event"] == "open"), default=0)
    return [each for each in entries if each.get("method") == "chat.postMessage" and each["n"] > start]
