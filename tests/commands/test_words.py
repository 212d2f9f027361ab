"""The text after a slash command."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.health import get_health
from commands.vuln_analyze import analyze_ec2_vulnerabilities
from commands.vuln_check import get_inspector_findings
from commands.words import arguments_from, wants_help
from core.actor import Door
from core.errors import BadRequest

ID, OTHER = "i-0a554b5583dd70864", "i-0b554b5583dd70864"
ELSEWHERE = f"arn:aws:ec2:us-west-2:999999999999:instance/{ID}"


@pytest.mark.parametrize(
    ("text", "asks"), [("help", True), (" HELP ", True), ("-h", True), ("?", True), ("", False), (ID, False)]
)
def test_help_is_asked_for_in_the_usual_ways(text: str, asks: bool) -> None:  # noqa: FBT001  a table
    assert wants_help(text) is asks


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", {}),
        ("   ", {}),
        (ID, {"instance_ids": [ID]}),
        (f"high {ID}", {"instance_ids": [ID], "severity": "high"}),
        (f"{ID},{OTHER}  CRITICAL", {"instance_ids": [ID, OTHER], "severity": "CRITICAL"}),
        (f"severity=high instance_ids={ID}", {"instance_ids": [ID], "severity": "high"}),
        (f"--severity=high {ID}", {"instance_ids": [ID], "severity": "high"}),
        ("severity:low", {"severity": "low"}),
        (ELSEWHERE, {"instance_ids": [ELSEWHERE]}),
    ],
)
def test_words_are_placed_in_any_order(text: str, read: dict[str, Any]) -> None:
    assert arguments_from(text, get_inspector_findings) == read


NEITHER = "is neither an instance id (i-…) nor a severity (all, critical, high, medium, low)."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("i-nonsense", "“i-nonsense” is not an instance id: i- and 8 or 17 hexadecimal digits."),
        ("urgent", f"“urgent” {NEITHER}"),
        ("severity=urgent", "“urgent” is not a severity (all, critical, high, medium, low)."),
        ("🔥", f"“🔥” {NEITHER}"),
        ("<!channel>", f"“<!channel>” {NEITHER}"),
        ("we\x00b\u202e-1", f"“web-1” {NEITHER}"),
        (
            " ".join(f"i-{n:017x}" for n in range(200)),
            "Slack takes at most 10 instance ids at once, and these are 200.",
        ),
    ],
)
def test_what_cannot_be_read_gets_one_sentence_and_an_example_that_works(text: str, said: str) -> None:
    with pytest.raises(BadRequest) as refused:
        get_inspector_findings.check(arguments_from(text, get_inspector_findings), Door.SLACK)
    assert refused.value.sentence == said
    examples = {"/sre-vuln-check i-0a554b5583dd70864", "/sre-vuln-check high", "sre-agent findings list"}
    assert refused.value.advice.split("`")[1] in examples


def test_the_example_of_the_advice_is_read_without_complaint() -> None:
    words = get_inspector_findings.example(Door.SLACK).removeprefix("/sre-vuln-check ")
    assert get_inspector_findings.check(arguments_from(words, get_inspector_findings), Door.SLACK)["instance_ids"]


def test_two_severities_are_one_too_many() -> None:
    with pytest.raises(BadRequest):
        arguments_from("high low", get_inspector_findings)


def test_two_instances_are_one_too_many_where_one_is_judged() -> None:
    with pytest.raises(BadRequest) as refused:
        arguments_from(f"{ID} {OTHER}", analyze_ec2_vulnerabilities)
    assert "`/sre-vuln-analyze i-0a554b5583dd70864`" in refused.value.advice


def test_a_required_argument_that_is_left_out_is_asked_for() -> None:
    with pytest.raises(BadRequest, match="This needs an instance id"):
        analyze_ec2_vulnerabilities.check(arguments_from("", analyze_ec2_vulnerabilities), Door.SLACK)


def test_a_command_without_arguments_says_that_it_takes_none() -> None:
    with pytest.raises(BadRequest, match="This takes no arguments, and “now” is one"):
        arguments_from("now", get_health)


@given(st.text())
def test_any_text_is_either_read_or_refused_in_words(text: str) -> None:
    said = ""
    try:
        get_inspector_findings.check(arguments_from(text, get_inspector_findings), Door.SLACK)
    except BadRequest as error:
        said = str(error)
    assert "\n" not in said
    assert not said or "`" in said
