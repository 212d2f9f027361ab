"""The command line."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import VERSION
from bot.cli import sre_agent
from bot.cli.errors import tell
from bot.manifest import manifest_yaml
from commands import COMMANDS
from core.errors import BadRequest, NotFound
from core.mcp_keys import PREFIX, McpKey, holder

CLI = [row.cli for row in COMMANDS if row.cli]
SCRIPT = "import sys\nfrom bot.cli import main\nmain()"


@pytest.fixture(autouse=True)
def away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SRE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SRE_AUDIT_DIR", str(tmp_path / "audit"))
    monkeypatch.delenv("SRE_CONFIG", raising=False)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.chdir(tmp_path)


def run(*words: str) -> Result:
    return CliRunner().invoke(sre_agent, words)


def test_help_lists_everything() -> None:
    said = run("--help").output
    assert all(name in said for name in ("serve", "doctor", "manifest", "mcp", *(cli.split()[0] for cli in CLI)))
    assert run("--version").output.strip().endswith(VERSION)


@pytest.mark.parametrize("row", [row for row in COMMANDS if row.cli], ids=lambda row: row.cli)
def test_every_operation_explains_its_options(row: object) -> None:
    assert hasattr(row, "cli")
    result = run(*row.cli.split(), "--help")
    assert result.exit_code == 0
    assert "--json" in result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("finding",), "No such command 'finding'"),
        (("findings", "list", "i-0a554b55"), "unexpected extra argument"),
    ],
)
def test_wrong_words_are_named_and_end_with_two(words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert (result.exit_code, said in result.output) == (2, True)


def test_an_unknown_severity_is_refused_with_those_there_are() -> None:
    error = run("findings", "list", "--severity", "urgent").exception
    assert isinstance(error, BadRequest)
    assert error.sentence == "“urgent” is not a severity (all, critical, high, medium, low)."


def test_an_instance_that_is_left_out_is_asked_for() -> None:
    error = run("analyze", "vulnerabilities").exception
    assert isinstance(error, BadRequest)
    assert error.sentence.startswith("This needs an instance id")


@pytest.mark.parametrize("wrong", ["i-nonsense", "🔥", "\x1b[31m"])
def test_a_wrong_id_is_refused_with_an_example(wrong: str) -> None:
    error = run("findings", "list", "--instance", wrong).exception
    assert isinstance(error, BadRequest)
    assert "is not an instance id" in error.sentence
    assert "`sre-agent findings list --instance i-" in error.advice


def test_an_operation_may_have_others_below_it() -> None:
    error = run("report", "show", "r-20200101-abcdef").exception
    assert isinstance(error, NotFound)
    assert error.sentence == "There is no report r-20200101-abcdef."
    assert "REPORT_ID" in run("report", "show", "--help").output
    assert "See also report show" in run("report", "--help").output


@pytest.mark.parametrize("words", [("report", "--format", "pdf"), ("report", "show"), ("report", "show", "latest")])
def test_a_wrong_word_about_reports_is_refused_with_an_example(words: tuple[str, ...]) -> None:
    error = run(*words).exception
    assert isinstance(error, BadRequest)
    assert error.advice.startswith("Try `sre-agent report ")


def test_health_answers_here_as_json_and_as_a_table() -> None:
    assert json.loads(run("health", "--json").output)["bot_status"] == "not running here"
    assert "The assistant is " in run("health").output


def test_the_commands_are_listed_as_a_table() -> None:
    said = run("commands").output
    assert all(f"sre-agent {cli}" in said for cli in CLI)


def test_the_manifest_is_printed_as_it_is() -> None:
    assert run("manifest").output == manifest_yaml()


def test_what_nobody_foresaw_is_a_sentence_with_a_reference(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    tell(ZeroDivisionError("secret detail"))
    said = capsys.readouterr().err
    assert "Something broke in the assistant" in said
    assert "secret detail" not in said
    assert said.strip().rstrip(".").split()[-1] in caplog.text


def process(code: str, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, timeout=30, check=False)


def test_the_process_ends_with_two_and_one_sentence_for_a_wrong_request() -> None:
    ended = process(SCRIPT, "findings", "list", "--instance", "i-nonsense")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.startswith("“i-nonsense” is not an instance id")


def test_help_imports_no_operation_and_nothing_heavy() -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom bot.cli import sre_agent\n"
        "CliRunner().invoke(sre_agent, ['findings', '--help'])\nprint(*sys.modules)"
    )
    loaded = set(process(code).stdout.split())
    modules = {row.target.partition(":")[0] for row in COMMANDS}
    assert loaded.isdisjoint({*modules, "boto3", "slack_bolt", "mcp", "pydantic", "rich", "commands.spec"})
    assert "commands" in loaded


def test_a_key_is_shown_once_with_the_lines_that_the_policy_needs() -> None:
    said = run("mcp", "key", "rita laptop", "--owner", "U0REQUEST1", "--tool", "get_health").output
    key = next(word for word in said.split() if word.startswith(PREFIX))
    made = McpKey.model_validate(tomllib.loads(said[said.index("[[") :])["sre_policy"]["mcp_keys"][0])
    assert (made.name, made.owner, made.tools) == ("rita laptop", "U0REQUEST1", ("get_health",))
    assert holder((made,), key) == made
    assert key not in run("mcp", "key", "rita laptop").output


def test_what_makes_no_key_is_said_in_a_sentence() -> None:
    with pytest.raises(BadRequest, match="no Slack user id"):
        CliRunner().invoke(sre_agent, ["mcp", "key", "rita", "--owner", "rita"], catch_exceptions=False)
