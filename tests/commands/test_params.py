"""The kinds of arguments."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.params.machines import InstanceIds, SeverityFloor, instance_id
from commands.params.param import Param, shown
from commands.vuln_check import get_inspector_findings
from core.actor import Door
from core.errors import BadRequest
from tests.core.examples import ACCOUNT, REGION

ID = "i-0a554b5583dd70864"
ARN = f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance/{ID}"


@pytest.mark.parametrize(
    ("given", "read"), [(ID, ID), (f" {ID.upper()} ", ID), ("i-0a554b55", "i-0a554b55"), (ARN, ARN)]
)
def test_an_id_is_read_in_any_case_and_as_an_arn(given: str, read: str) -> None:
    assert instance_id(given) == read


@pytest.mark.parametrize(
    "wrong",
    ["i-nonsense", "i-", ID + "0", "web-1", "", "\uff49-0a554b55", f"{ARN}/x", "arn:aws:s3:::bucket"],
)
def test_anything_else_is_no_id(wrong: str) -> None:
    with pytest.raises(ValueError, match="is not an instance id: i- and 8 or 17 hexadecimal digits"):
        instance_id(wrong)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"instance_ids": ["i-nonsense"]}, "“i-nonsense” is not an instance id: i- and 8 or 17 hexadecimal digits."),
        ({"instance_ids": [3]}, "“3” is not an instance id (i-…)."),
        ({"instance_ids": None}, "“None” is not an instance id (i-…)."),
        (
            {"instance_ids": [f"i-{n:017x}" for n in range(1001)]},
            "At most 1000 instance ids at once, and these are 1001.",
        ),
        ({"severity": "urgent"}, "“urgent” is not a severity (all, critical, high, medium, low)."),
        ({"severity": 5}, "“5” is not a severity (all, critical, high, medium, low)."),
        ({"severity": "🔥\x00\u202e"}, "“🔥” is not a severity (all, critical, high, medium, low)."),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected_and_an_example(given: dict[str, Any], said: str) -> None:
    with pytest.raises(BadRequest) as refused:
        get_inspector_findings.check(given, Door.MCP)
    assert refused.value.sentence == said
    [wrong] = given
    example = {"instance_ids": ["i-0a554b5583dd70864"], "severity": "high"}[wrong]
    assert refused.value.advice == f"Try `get_inspector_findings({json.dumps({wrong: example})})`."


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"instance_ids": f"{ID}, i-0a554b55\n{ID}"}, {"instance_ids": (ID, "i-0a554b55"), "severity": "all"}),
        ({"severity": " HIGH "}, {"instance_ids": (), "severity": "high"}),
    ],
)
def test_values_are_read_as_people_write_them(given: dict[str, Any], read: dict[str, Any]) -> None:
    assert get_inspector_findings.check(given, Door.CLI) == read


@given(st.text())
def test_whatever_was_written_is_shown_short_and_on_one_line(text: str) -> None:
    said = shown(text)
    assert len(said) <= 42
    assert said.isprintable() or not text.isprintable()
    assert "\n" not in said


@pytest.mark.parametrize(
    ("word", "instance", "severity"),
    [(ID, True, False), ("I-XYZ", True, False), (ARN, True, False), ("High", False, True), ("web-1", False, False)],
)
def test_a_word_belongs_to_at_most_one_argument(word: str, instance: bool, severity: bool) -> None:  # noqa: FBT001  a table
    assert Param.of("instance_ids", InstanceIds).claims(word) is instance
    assert Param.of("severity", SeverityFloor).claims(word) is severity
