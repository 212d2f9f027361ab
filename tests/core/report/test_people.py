"""Who looks after an instance."""

import pytest

from core.report.people import most_common, owner_of, shown
from tests.core.examples import instance


@pytest.mark.parametrize(
    ("tags", "owner"),
    [
        ({}, ""),
        ({"Owner": " "}, ""),
        ({"owner": "team-a ", "Team": "team-b"}, "team-a"),
        ({"TEAM": "team-b"}, "team-b"),
        ({"Owner": "", "team": "team-b"}, "team-b"),
    ],
)
def test_the_owner_tag_decides_before_the_team_tag(tags: dict[str, str], owner: str) -> None:
    assert owner_of(instance(tags=tags)) == owner


def test_the_owner_of_what_ec2_did_not_describe_is_not_known_which_is_not_none() -> None:
    assert owner_of(instance(state="unknown")) == "(not known)"


def test_only_what_a_report_shows_is_kept_without_secrets() -> None:
    tags = {"Owner": "AKIAIOSFODNN7EXAMPLE", "Password": "x", "Environment": "prod"}
    kept = shown(instance(name="web", tags=tags))
    assert kept.tags == {"Owner": kept.tags["Owner"], "Environment": "prod"}
    assert kept.tags["Owner"].startswith("[aws_key:")


def test_the_most_frequent_come_first_and_empty_ones_never() -> None:
    assert most_common(["b", "a", "", "b", "", ""], 5) == ("b", "a")
    assert most_common(["b", "a", "c"], 2) == ("a", "b")
