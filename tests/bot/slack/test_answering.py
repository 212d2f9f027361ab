"""Answers that are promised."""

import pytest

from bot.slack.answering import resume
from core.errors import Cause, Upstream
from tests.bot.slack.door import Door


def unreachable(method: str) -> None:
    if method == "response_url":
        raise Upstream("Slack is gone.", cause=Cause.UNREACHABLE, retryable=True)


def test_an_answer_that_was_given_is_owed_no_more(door: Door) -> None:
    door.type("/sre-vuln-check")
    assert door.desk.owed.take_left_over() == []


def test_an_answer_that_slack_did_not_take_is_given_later(door: Door) -> None:
    door.slack.fails = unreachable
    door.type("/sre-vuln-check", "high")
    [owing] = door.desk.owed.take_left_over()
    assert (owing.operation, owing.arguments, owing.tries) == ("get_inspector_findings", {"severity": "high"}, 1)
    door.desk.owed.put_off(owing.key)
    door.slack.fails = lambda _: None
    resume(door.desk)
    door.settle()
    assert [answer["text"] for answer in door.slack.responses] == ["2 instances: 1 high finding"]
    assert door.desk.owed.take_left_over() == []


@pytest.mark.parametrize("text", ["i-nonsense", "help"])
def test_what_is_answered_in_the_acknowledgement_is_not_owed(door: Door, text: str) -> None:
    door.type("/sre-vuln-check", text)
    assert door.desk.owed.take_left_over() == []


def test_what_an_answer_posts_keeps_its_name_however_often_the_answer_is_promised(door: Door) -> None:
    door.slack.fails = unreachable
    door.type("/sre-vuln-check", "high")
    origins = []
    for _ in range(2):
        [owing] = door.desk.owed.take_left_over()
        origins.append(owing.origin)
        door.desk.owed.put_off(owing.key)
        resume(door.desk)
        door.settle()
    assert origins[0] == origins[1] != owing.key


def test_a_refusal_settles_the_promise(door: Door) -> None:
    door.restarting = True
    door.type("/sre-vuln-check")
    assert door.desk.owed.take_left_over() == []
