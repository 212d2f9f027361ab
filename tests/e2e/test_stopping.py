"""The end of the process, gentle or not: nobody waits in vain, and nothing is lost or said twice."""

import time
from pathlib import Path

from sandbox.slack.seed import AARON, RITA, SRE_OPS
from tests.e2e.account import Account
from tests.e2e.conftest import House
from tests.e2e.processes import environment, part_of, serving
from tests.e2e.workspace import Shown, Workspace


def answers(workspace: Workspace) -> list[Shown]:
    return [each for each in workspace.messages() if not each.text.endswith("…")]


def test_an_idle_process_leaves_at_once_with_0(slack: Workspace, tmp_path: Path) -> None:
    with serving(environment(slack.url, "http://127.0.0.1:9", tmp_path / "state"), tmp_path) as bot:
        assert slack.connected()
        code, took_s = bot.terminated()
    assert code == 0
    assert took_s < 5


def test_work_that_can_be_finished_is_finished_before_the_end(newcomer: House) -> None:
    with newcomer.account.failing(everything={"latency_ms": 600}):
        newcomer.workspace.post("command", as_=RITA, channel=SRE_OPS, command="/sre-vuln-check", text="")
        newcomer.workspace.until(newcomer.workspace.messages)
        code, took_s = newcomer.bot.terminated()
    assert code == 0
    assert took_s < 10
    [answer] = answers(newcomer.workspace)
    assert "12 instances" in answer.text


def test_whoever_cannot_be_answered_in_time_is_told_of_the_restart(
    slack: Workspace, aws_url: str, tmp_path: Path
) -> None:
    given = environment(slack.url, aws_url, tmp_path / "state")
    hangs = Account(aws_url).failing(inspector2_ListFindings={"hang_s": 30})
    with serving(given, tmp_path) as bot, hangs:
        assert slack.connected()
        slack.post("command", as_=RITA, channel=SRE_OPS, command="/sre-vuln-check", text="")
        slack.until(slack.messages)
        code, took_s = bot.terminated()
    assert code == 0
    assert took_s < 10
    [answer] = answers(slack)
    assert "restarting" in answer.text


def test_a_killed_process_sends_what_it_had_stored_after_the_next_start_once(newcomer: House) -> None:
    workspace = newcomer.workspace
    card = workspace.type("/sre-vuln-check high")
    workspace.post("faults", api={"chat.postMessage": {"status": 503}})
    workspace.press(card, "Post to channel")
    newcomer.bot.health_when(lambda told: "last error" in part_of(told, "messages")["detail"])
    newcomer.bot.process.kill()
    newcomer.bot.process.wait()
    assert workspace.messages(AARON, SRE_OPS) == []
    workspace.post("faults")
    with serving(newcomer.given, newcomer.bot.log_file.parent):
        [root] = workspace.until(lambda: workspace.messages(AARON, SRE_OPS))
        workspace.until(lambda: workspace.messages(AARON, SRE_OPS, root.ts)[1:])
        time.sleep(0.5)  # in which a second copy would come
        assert len(workspace.messages(AARON, SRE_OPS)) == 1
        assert len(workspace.messages(AARON, SRE_OPS, root.ts)) == 2
