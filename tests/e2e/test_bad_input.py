"""Whatever is typed gets one clear sentence and an example that works, never an empty card."""

import json
import re

import pytest

from sandbox.slack.shapes import Json
from tests.e2e.account import ACCOUNT, WEB_1
from tests.e2e.conftest import House
from tests.e2e.processes import command
from tests.e2e.workspace import Shown, Workspace

_UNKNOWN = "i-0123456789abcdef0"
_MANY = [f"i-{number:017x}" for number in range(200)]

WRONG = {
    "a nonsense id": "/sre-vuln-check i-nonsense",
    "a word that means nothing": "/sre-vuln-check please",
    "an unknown severity": "/sre-vuln-check severity=awful",
    "two severities": "/sre-vuln-check high low",
    "an emoji": "/sre-vuln-check \N{FIRE}\N{SKULL}",
    "control characters": "/sre-vuln-check a\x00\x07\x1b[31m\u202eb",
    "a very long word": "/sre-vuln-check " + "x" * 3000,
    "markup": "/sre-vuln-check <!channel>*`_~",
    "an analysis of nothing": "/sre-vuln-analyze",
    "an analysis of nonsense": "/sre-vuln-analyze i-nonsense",
    "an analysis of two": f"/sre-vuln-analyze {WEB_1} {_UNKNOWN}",
    "an argument where none is taken": "/sre-health now",
}


def examples(card: Shown) -> list[str]:
    return re.findall(r"Try `([^`]+)`", card.words)


@pytest.mark.parametrize("line", WRONG.values(), ids=WRONG.keys())
def test_wrong_input_gets_a_short_sentence_and_an_example_that_works(workspace: Workspace, line: str) -> None:
    card = workspace.type(line)
    assert len(card.words) < 400
    [example] = examples(card)
    assert not examples(workspace.type(example))


@pytest.mark.parametrize("line", [WRONG["markup"], WRONG["control characters"], WRONG["an emoji"]])
def test_what_was_typed_comes_back_without_any_power(workspace: Workspace, line: str) -> None:
    card = workspace.type(line)
    assert "<!channel>" not in card.words + card.text
    assert not {"\x00", "\x07", "\x1b", "\u202e"} & set(card.words + card.text)


def test_wrong_input_is_answered_within_the_acknowledgement(workspace: Workspace) -> None:
    told = workspace.post("command", as_="U0REQUEST1", channel="C0SREOPS01", command="/sre-vuln-check", text="what")
    assert told["response"]["response_type"] == "ephemeral"


def test_an_unknown_instance_is_not_found_in_the_account_and_region(workspace: Workspace) -> None:
    for name in ("/sre-vuln-check", "/sre-vuln-analyze"):
        card = workspace.type(f"{name} {_UNKNOWN}")
        assert f"{_UNKNOWN} is not found in account {ACCOUNT}, us-west-2" in card.words


def test_one_unknown_among_known_ones_is_named_as_missing(workspace: Workspace) -> None:
    card = workspace.type(f"/sre-vuln-check {WEB_1} {_UNKNOWN}")
    assert "partial answer" in card.text
    assert f"{_UNKNOWN} is not found" in card.words


def test_an_instance_of_another_account_is_named_with_both_accounts(workspace: Workspace) -> None:
    card = workspace.type(f"/sre-vuln-check arn:aws:ec2:us-west-2:999999999999:instance/{_UNKNOWN}")
    assert "999999999999" in card.words
    assert ACCOUNT in card.words


def test_two_hundred_ids_are_too_many_for_slack(workspace: Workspace) -> None:
    card = workspace.type(f"/sre-vuln-check {' '.join(_MANY)}")
    assert "at most 10 instance ids at once, and these are 200" in card.words
    assert "sre-agent findings list" in card.words


def test_two_hundred_ids_are_fine_on_the_terminal(house: House) -> None:
    flags = [word for each in [WEB_1, *_MANY[1:]] for word in ("--instance", each)]
    ran = command(house.given, "findings", "list", "--json", *flags)
    assert ran.returncode == 0, ran.stderr
    told: Json = json.loads(ran.stdout)
    assert [each["instance"]["instance_id"] for each in told["instances"]] == [WEB_1]
    assert len(told["partial"]) == 199


def test_wrong_input_on_the_terminal_is_one_line_and_exit_code_2(house: House) -> None:
    ran = command(house.given, "findings", "list", "--instance", "i-nonsense")
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert len(ran.stderr.strip().splitlines()) == 1
    assert "sre-agent findings list --instance i-" in ran.stderr
