"""How the team's own rules stand, for health and doctor."""

from pathlib import Path

import pytest

from bot import security
from bot.security import WITHOUT_EXTRA, own_rules, own_rules_part
from core.answers.health import State

RULE = "title: x\nlogsource: {product: aws, service: cloudtrail}\ndetection: {a: {eventName: y}, condition: a}\n"


def test_without_a_folder_there_are_none() -> None:
    assert own_rules(None).standing().problems == ()


def test_a_good_folder_is_good_and_a_bad_rule_is_named(tmp_path: Path) -> None:
    (tmp_path / "good.yml").write_text(RULE)
    rules = own_rules(tmp_path)
    assert own_rules_part(rules, tmp_path).state is State.GOOD
    (tmp_path / "bad.yml").write_text("title: [")
    part = own_rules_part(rules, tmp_path)
    assert part.state is State.LIMITED
    assert "1 in use" in part.detail
    assert "bad.yml" in part.detail


def test_without_the_extra_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "find_spec", lambda _: None)
    rules = own_rules(tmp_path)
    part = own_rules_part(rules, tmp_path)
    assert (part.detail, part.state) == (WITHOUT_EXTRA, State.LIMITED)
    assert rules.detections([{"eventName": "y"}]) == ()
