"""Slash commands."""

import pytest

from tests.bot.slack.door import Door, words
from tests.core.examples import instance_id


def test_a_question_is_acknowledged_without_a_word_and_then_answered(door: Door) -> None:
    assert door.type("/sre-vuln-check") == ""
    [answer] = door.slack.responses
    assert (answer["text"], answer["response_type"]) == ("2 instances: 1 high finding", "ephemeral")
    assert (answer["unfurl_links"], answer["replace_original"]) == (False, False)


@pytest.mark.parametrize("text", ["help", " HELP ", "?"])
def test_help_is_the_acknowledgement_itself(door: Door, text: str) -> None:
    said = door.type("/sre-vuln-check", text)
    assert "/sre-vuln-check i-0a554b5583dd70864" in said
    assert (door.slack.responses, door.account.asked) == ([], [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("i-nonsense", "“i-nonsense” is not an instance id"),
        (" ".join(instance_id(n) for n in range(200)), "Slack takes at most 10 instance ids at once"),
        ("urgent", "“urgent” is neither an instance id"),
        ("🔥\x00\x1b", "is neither an instance id"),
        ("<!channel>", "“&lt;!channel&gt;” is neither"),
    ],
)
def test_what_cannot_be_read_is_refused_in_the_acknowledgement(door: Door, text: str, said: str) -> None:
    answered = door.type("/sre-vuln-check", text)
    assert said in answered.encode().decode("unicode_escape").encode("utf-16", "surrogatepass").decode("utf-16")
    assert "<!channel>" not in answered
    assert door.account.asked == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (instance_id(9), "is not found in account 123456789012, us-west-2."),
        (f"arn:aws:ec2:us-west-2:999999999999:instance/{instance_id(1)}", "belongs to account 999999999999"),
    ],
)
def test_an_instance_that_is_not_here_is_said_and_is_no_empty_card(door: Door, text: str, said: str) -> None:
    door.type("/sre-vuln-check", text)
    assert [said in words(answer) for answer in door.slack.responses] == [True]


def test_what_aws_refuses_is_said_with_what_to_do(door: Door) -> None:
    door.account.failing = {"findings"}
    door.type("/sre-vuln-check")
    assert "AccessDenied" in words(door.slack.responses[0])
    assert "Add it to that role." in words(door.slack.responses[0])


def test_a_guest_gets_no_answer_but_the_reason(door: Door) -> None:
    door.type("/sre-vuln-check", user="UGUS")
    assert "does not answer guest accounts" in words(door.slack.responses[0])
    assert door.account.asked == []


@pytest.mark.parametrize("command", ["/sre-help", "/sre-health", "/sre-vuln-check", "/sre-vuln-analyze"])
def test_every_command_answers(door: Door, command: str) -> None:
    door.type(command, instance_id(1) if "analyze" in command else "")
    assert len(door.slack.responses) == 1


def test_while_restarting_questions_are_turned_away_at_once(door: Door) -> None:
    door.restarting = True
    assert "restarting" in door.type("/sre-vuln-check")
    assert door.slack.responses == []
