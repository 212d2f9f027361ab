"""Starting while Slack or AWS is not there, or does not know us: the process lives, says so and goes on by itself."""

from contextlib import ExitStack
from pathlib import Path

from sandbox.ports import free_port
from tests.e2e.processes import environment, part, part_of, serving
from tests.e2e.workspace import Workspace

NOWHERE = "http://127.0.0.1:9"


def test_slack_that_is_down_is_waited_for(aws_url: str, tmp_path: Path) -> None:
    port = free_port()
    with serving(environment(f"http://127.0.0.1:{port}", aws_url, tmp_path / "state"), tmp_path) as bot:
        status, health = bot.health_when(lambda told: "cannot be reached" in part_of(told, "Slack")["detail"])
        assert (status, health["status"]) == (503, "unhealthy")
        assert "cannot be reached" in health["bot_status"]
        with part("sandbox.slack", "--port", str(port), "--quiet") as url:
            assert Workspace(url).connected()
            status, health = bot.health_when(lambda told: told["status"] == "healthy")
            assert (status, health["bot_status"]) == (200, "active")
            assert "12 instances" in Workspace(url).type("/sre-vuln-check").text


def test_aws_that_is_down_is_named_and_waited_for(slack: Workspace, tmp_path: Path) -> None:
    port = free_port()
    given = environment(slack.url, f"http://127.0.0.1:{port}", tmp_path / "state")
    with ExitStack() as stack:
        bot = stack.enter_context(serving(given, tmp_path))
        status, health = bot.health_when(lambda told: part_of(told, "AWS")["state"] == "down")
        assert status == 503
        assert slack.connected()
        card = slack.type("/sre-vuln-check")
        assert part_of(health, "AWS")["detail"]
        assert "AWS" in card.words
        assert len(card.words) < 400
        stack.enter_context(part("sandbox.aws", "--port", str(port)))
        assert "12 instances" in slack.type("/sre-vuln-check").text
        bot.health_when(lambda told: told["status"] == "healthy")


def test_tokens_that_slack_does_not_know_are_named_and_the_process_lives(slack: Workspace, tmp_path: Path) -> None:
    slack.post("faults", installed=False)
    with serving(environment(slack.url, NOWHERE, tmp_path / "state"), tmp_path) as bot:
        status, health = bot.health_when(lambda told: "invalid_auth" in part_of(told, "Slack")["detail"])
        assert status == 503
        assert part_of(health, "Slack")["state"] == "down"
        slack.post("faults")
        assert slack.connected()
        bot.health_when(lambda told: part_of(told, "Slack")["state"] == "good")


def test_without_tokens_the_process_serves_health_that_says_so(tmp_path: Path) -> None:
    given = environment(NOWHERE, NOWHERE, tmp_path / "state", SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="")
    with serving(given, tmp_path) as bot:
        status, health = bot.health_when(lambda told: bool(told["parts"]))
        assert status == 503
        assert part_of(health, "Slack")["detail"] == "no tokens are configured"
        assert "SLACK_BOT_TOKEN" in part_of(health, "Slack")["advice"]


def test_methods_that_this_slack_lacks_cost_only_what_needs_them(
    slack: Workspace, aws_url: str, tmp_path: Path
) -> None:
    slack.post("faults", missing_methods=["usergroups.users.list", "usergroups.list", "files.getUploadURLExternal"])
    with serving(environment(slack.url, aws_url, tmp_path / "state"), tmp_path) as bot:
        assert slack.connected()
        assert "12 instances" in slack.type("/sre-vuln-check").text
        status, health = bot.health_when(lambda told: told["status"] == "healthy")
        assert status == 200
        assert not part_of(health, "user groups")
