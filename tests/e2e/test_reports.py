"""Reports at every door: the file in the thread, on the disk, and the same numbers over MCP."""

import json
import re
from pathlib import Path

import anyio
import pytest
from mcp import Client, StdioServerParameters

from sandbox.slack.seed import AARON, SRE_OPS
from tests.e2e.conftest import House
from tests.e2e.processes import AGENT, Json, command


@pytest.fixture(scope="module")
def told(calm_house: House) -> Json:
    """What the terminal tells."""
    ran = command(calm_house.given, "report", "--json")
    assert ran.returncode == 0, ran.stderr
    answer: Json = json.loads(ran.stdout)
    return answer


def test_the_report_is_over_more_than_cards_list(told: Json) -> None:
    assert told["figures"]["findings"] == sum(row["findings"] for row in told["by_severity"]) > 150
    assert {row["reason"] for row in told["unknown"]} == {
        "Systems Manager does not manage it",
        "a tag excludes it from scanning",
    }
    assert told["recommendations"][0]["confidence"]["value"] > 0.5
    assert told["partial"] == []


def test_a_report_comes_with_its_file_in_the_thread(house: House) -> None:
    house.workspace.type("/sre-report html")
    [root] = [each for each in house.workspace.messages(AARON, SRE_OPS) if not each.raw["ephemeral"]]
    assert "*1. Upgrade " in root.words
    thread = house.workspace.until(
        lambda: [each for each in house.workspace.messages(AARON, SRE_OPS, root.ts) if "files" in each.raw]
    )
    [file] = thread[0].raw["files"]
    assert re.fullmatch(r"vulnerability-report-r-\d{8}-[0-9a-f]{6}\.html", file["name"])


def test_a_report_that_was_made_elsewhere_is_shown_and_saved(calm_house: House, told: Json, tmp_path: Path) -> None:
    ran = command(calm_house.given, "report", "show", told["report_id"], "--save", str(tmp_path))
    assert told["summary"] in ran.stdout
    [saved] = tmp_path.iterdir()
    assert (saved.name, saved.stat().st_size) == (told["file"]["name"], told["file"]["size_bytes"])
    assert json.loads(saved.read_text("utf-8"))["figures"] == told["figures"]


def test_an_unknown_id_is_answered_with_the_newest(calm_house: House, told: Json) -> None:
    ran = command(calm_house.given, "report", "show", "r-20200101-abcdef")
    assert ran.returncode == 1
    assert told["report_id"] in ran.stderr


def test_mcp_tells_the_same(calm_house: House, told: Json) -> None:
    async def called() -> Json:
        server = StdioServerParameters(command=str(AGENT), args=["mcp"], env=dict(calm_house.given))
        async with Client(server) as client:
            result = await client.call_tool("show_vulnerability_report", {"report_id": told["report_id"]})
            return dict(result.structured_content or {})

    shown = anyio.run(called)
    assert {**shown, "place": told["place"]} == told
