"""Slack that hiccups while the process runs."""

import pytest

from sandbox.slack.seed import AARON, SRE_OPS
from tests.e2e.conftest import House


@pytest.mark.parametrize("reason", ["refresh_requested", "warning", "close"])
def test_a_lost_connection_is_made_again_and_the_next_command_works(storm: House, reason: str) -> None:
    opened = connections_made(storm)
    storm.workspace.post("disconnect", reason=reason)
    storm.workspace.until(lambda: connections_made(storm) > opened)
    assert "12 instances" in storm.workspace.type("/sre-vuln-check").text


def connections_made(house: House) -> int:
    entries = house.workspace.get("log")["entries"]
    return sum(each["kind"] == "ws" and each["event"] == "open" for each in entries)


def test_a_post_that_slack_throttles_arrives_once_when_its_time_has_come(storm: House) -> None:
    card = storm.workspace.type("/sre-vuln-check high")
    throttled = {"error": "ratelimited", "retry_after": 1, "times": 1}
    storm.workspace.post("faults", api={"chat.postMessage": throttled})
    storm.workspace.press(card, "Post to channel")
    roots = storm.workspace.until(lambda: storm.workspace.messages(AARON, SRE_OPS))
    storm.workspace.until(lambda: storm.workspace.messages(AARON, SRE_OPS, roots[0].ts)[1:])
    assert len(storm.workspace.messages(AARON, SRE_OPS)) == 1


def test_a_slack_that_cannot_say_who_asks_is_answered_with_a_refusal(newcomer: House) -> None:
    newcomer.workspace.post("faults", api={"users.info": {"status": 500}})
    assert "Slack could not say who you are" in newcomer.workspace.type("/sre-vuln-check").words
    newcomer.workspace.post("faults")
    assert "12 instances" in newcomer.workspace.type("/sre-vuln-check").text
