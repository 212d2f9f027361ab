"""The folder of a team's rules."""

import os
from pathlib import Path

import pytest

from services.sigma.folder import RuleFolder

RULE = """
title: A bucket was made
logsource: {product: aws, service: cloudtrail}
detection: {a: {eventName: %s}, condition: a}
level: high
"""


@pytest.fixture
def rules(tmp_path: Path) -> RuleFolder:
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "bucket.yml").write_text(RULE % "CreateBucket")
    return RuleFolder(tmp_path)


def test_rules_of_all_folders_below_are_used(rules: RuleFolder) -> None:
    [found] = rules.detections([{"eventName": "CreateBucket"}, {"eventName": "DeleteBucket"}])
    assert (found.rule, found.title) == ("own-bucket", "A bucket was made")


def test_a_changed_a_new_and_a_removed_file_count_at_once(rules: RuleFolder, tmp_path: Path) -> None:
    events = [{"eventName": "CreateBucket"}, {"eventName": "DeleteBucket"}]
    assert len(rules.detections(events)) == 1
    file = tmp_path / "team" / "bucket.yml"
    file.write_text(RULE % "DeleteBucket")
    os.utime(file, (1, 1))
    assert [each.event_index for each in rules.detections(events)] == [1]
    (tmp_path / "more.yaml").write_text(RULE % "CreateBucket")
    assert len(rules.detections(events)) == 2
    file.unlink()
    assert [each.event_index for each in rules.detections(events)] == [0]


def test_the_version_tells_whether_anything_was_read_anew(rules: RuleFolder, tmp_path: Path) -> None:
    before = rules.standing().version
    assert rules.standing().version == before
    (tmp_path / "more.yml").write_text(RULE % "X")
    assert rules.standing().version != before


def test_a_folder_that_stays_away_is_no_news(tmp_path: Path) -> None:
    rules = RuleFolder(tmp_path / "nowhere")
    assert rules.standing() == rules.standing()


def test_a_bad_rule_is_named_and_the_others_stand(rules: RuleFolder, tmp_path: Path) -> None:
    (tmp_path / "broken.yml").write_text("title: [")
    (tmp_path / "latin.yml").write_bytes(b"\xe9")
    (tmp_path / "same").mkdir()
    (tmp_path / "same" / "bucket.yml").write_text(RULE % "X")
    (tmp_path / "notes.txt").write_text("no rule")
    standing = rules.standing()
    assert [rule.name for rule in standing.rules] == ["own-bucket"]
    assert [problem.partition(":")[0] for problem in standing.problems] == [
        "broken.yml",
        "latin.yml",
        "team/bucket.yml",
    ]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    rules = RuleFolder(tmp_path / "nowhere")
    assert rules.standing().problems == (f"The folder {tmp_path / 'nowhere'} cannot be read (it is no folder).",)
    assert rules.detections([{"eventName": "CreateBucket"}]) == ()


def test_rules_appear_once_the_folder_does(tmp_path: Path) -> None:
    rules = RuleFolder(tmp_path / "later")
    assert not rules.standing().rules
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "a.yml").write_text(RULE % "X")
    assert len(rules.standing().rules) == 1
    assert not rules.standing().problems
