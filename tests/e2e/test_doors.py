"""One operation, the same data at every door: card, terminal, MCP in memory and MCP over standard input and output."""

import json
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.server.lowlevel import Server

from bot.mcp_server import build_server
from bot.settings import Settings
from bot.wiring import wire
from tests.e2e.account import WEB_1
from tests.e2e.conftest import House
from tests.e2e.processes import AGENT, Json, command

_TOOL = "get_inspector_findings"


def undated(findings: Json) -> Json:
    """The answer without the moment it was asked at."""
    return {name: value for name, value in findings.items() if name != "place"}


@pytest.fixture(scope="module")
def listed(calm_house: House) -> Json:
    """What the terminal lists, on the files of the serving process."""
    ran = command(calm_house.given, "findings", "list", "--json")
    assert ran.returncode == 0, ran.stderr
    told: Json = json.loads(ran.stdout)
    return told


@pytest.fixture
def in_process(calm_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The house's environment for pieces that are wired in this process, with files of their own."""
    for name, value in calm_house.given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SRE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SRE_AUDIT_DIR", str(tmp_path / "audit"))
    return Settings()


async def called(server: Server[Any] | StdioServerParameters, arguments: Json) -> Json:
    async with Client(server) as client:
        result = await client.call_tool(_TOOL, arguments)
        assert not result.is_error
        return dict(result.structured_content or {})


def test_the_card_shows_the_counts_that_the_terminal_prints(house: House, listed: Json) -> None:
    card, counts = house.workspace.type("/sre-vuln-check"), listed["counts"]
    assert card.text == listed["summary"]
    for label in ("Critical", "High", "Medium"):
        assert f"*{label}*\n{counts[label.lower()]}" in card.words
    assert f"*Known exploited*\n{listed['known_exploited_count']} vulnerabilities" in card.words
    assert f"Show all {len(listed['groups'])}" in card.buttons


def test_the_list_holds_what_it_counts(listed: Json) -> None:
    severities = [each["severity"] for each in listed["findings"]]
    assert listed["critical_count"] == severities.count("critical") > 0
    assert listed["high_count"] == severities.count("high") > 0
    assert len(severities) >= 150
    assert listed["partial"] == []


def test_the_mcp_tool_in_memory_gives_what_the_terminal_prints(in_process: Settings, listed: Json) -> None:
    pieces = wire(in_process)
    told = anyio.run(called, build_server(pieces.context, pieces.offered), {})
    pieces.store.close()
    assert undated(told) == undated(listed)


def test_the_mcp_tool_over_stdio_gives_what_the_terminal_prints(house: House, listed: Json) -> None:
    server = StdioServerParameters(command=str(AGENT), args=["mcp"], env=dict(house.given))
    assert undated(anyio.run(called, server, {})) == undated(listed)


def test_one_instance_is_the_same_on_the_card_and_on_the_terminal(house: House) -> None:
    ran = command(house.given, "analyze", "vulnerabilities", "--instance", WEB_1, "--json")
    told = json.loads(ran.stdout)
    card = house.workspace.type(f"/sre-vuln-analyze {WEB_1}")
    assert card.text == told["summary"]
    assert f"*Risk*\n{told['risk_score']} of 100" in card.words


def test_the_table_of_the_terminal_begins_with_the_cards_sentence(house: House) -> None:
    ran = command(house.given, "findings", "list", "--severity", "critical")
    assert house.workspace.type("/sre-vuln-check critical").text in ran.stdout
