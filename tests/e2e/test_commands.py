"""Slash commands as people type them, answered by the real process."""

from sandbox.slack.seed import RANDOM, RITA, SRE_OPS
from tests.e2e.account import ACCOUNT, WEB_1
from tests.e2e.conftest import House
from tests.e2e.workspace import Workspace


def test_the_whole_fleet_is_answered_with_what_matters_first(workspace: Workspace) -> None:
    card = workspace.type("/sre-vuln-check")
    assert card.text.startswith("12 instances: ")
    assert "known exploited" in card.text
    assert f"Account {ACCOUNT}, us-west-2" in card.words
    assert "Unknown: " in card.words
    assert "CVE-" in card.words


def test_only_the_asker_sees_the_answer(workspace: Workspace) -> None:
    card = workspace.type("/sre-vuln-check")
    assert card.raw["ephemeral"]
    assert workspace.messages("U0APPROVE1") == []


def test_one_instance_is_answered_by_its_name(workspace: Workspace) -> None:
    card = workspace.type(f"/sre-vuln-check {WEB_1}")
    assert card.text.startswith("web-1: ")
    assert "*Instances scanned*\n1 of 1" in card.words


def test_a_severity_floor_leaves_the_lesser_out(workspace: Workspace) -> None:
    card = workspace.type("/sre-vuln-check severity=critical")
    assert "*High*\n0" in card.words
    assert "*Critical*\n0" not in card.words


def test_an_analysis_tells_the_score_and_what_to_mend_first(workspace: Workspace) -> None:
    card = workspace.type(f"/sre-vuln-analyze {WEB_1}")
    assert "web-1: risk " in card.text
    assert "of 100" in card.words
    assert "*1. " in card.words


def test_help_lists_every_command_with_an_example(workspace: Workspace) -> None:
    card = workspace.type("/sre-help")
    for command in ("/sre-vuln-check", "/sre-vuln-analyze i-", "/sre-health", "/sre-help"):
        assert command in card.words


def test_help_after_any_command_shows_its_own_use(workspace: Workspace) -> None:
    for command in ("/sre-vuln-check", "/sre-vuln-analyze", "/sre-health", "/sre-help"):
        assert command in workspace.type(f"{command} help").words


def test_health_is_told_in_slack_too(house: House) -> None:
    house.bot.health_when(lambda told: told["status"] == "healthy")
    card = house.workspace.type("/sre-health")
    assert "The assistant is healthy" in card.text
    assert "connected to Sandbox" in card.words


def test_a_channel_without_the_assistant_is_answered_all_the_same(workspace: Workspace) -> None:
    assert workspace.type("/sre-vuln-check", channel=RANDOM).raw["ephemeral"]


def test_every_command_is_acknowledged_at_once(workspace: Workspace) -> None:
    told = workspace.post("command", as_=RITA, channel=SRE_OPS, command="/sre-vuln-check", text="")
    assert told["acked"]
    assert told["ms"] < 1000
