"""/sre-patch-window at every door, over four weeks of the sandbox's load."""

import json

import anyio
import pytest
from mcp import Client, StdioServerParameters

from tests.e2e.account import WEB_1
from tests.e2e.conftest import House
from tests.e2e.processes import AGENT, Json, command
from tests.e2e.workspace import Shown

ASK = f"/sre-patch-window {WEB_1}"


@pytest.fixture(scope="module")
def told(calm_house: House) -> Json:
    """What the terminal tells."""
    ran = command(calm_house.given, "schedule", "window", "--instance", WEB_1, "--json")
    assert ran.returncode == 0, ran.stderr
    answer: Json = json.loads(ran.stdout)
    return answer


def answered(house: House, line: str) -> Shown:
    """The posted answer; the line that only its asker sees is none."""
    house.workspace.type(line)
    return house.workspace.until(lambda: [each for each in house.workspace.messages() if not each.raw["ephemeral"]])[0]


def test_three_quiet_windows_are_found_beside_the_maintenance_of_the_role(told: Json) -> None:
    assert len(told["recommended_windows"]) == 3
    assert all(each["expected_load_pct"] < 40 for each in told["recommended_windows"])
    assert told["peers"] == ["web-2"]
    assert {each["kind"] for each in told["conflicts"]} >= {"maintenance window", "nobody left in the role"}
    assert told["partial"] == []


def test_the_card_says_what_the_terminal_says_and_its_thread_holds_the_chart(house: House, told: Json) -> None:
    card = answered(house, ASK)
    best = told["recommended_windows"][0]["local"]
    assert best in card.text
    # The others may have moved on by a quarter of an hour since the terminal was asked.
    assert best in card.words
    thread = house.workspace.until(
        lambda: [each for each in house.workspace.messages(thread=card.ts) if "files" in each.raw]
    )
    assert best.partition(" (")[0] in thread[0].raw["files"][0]["alt_txt"]


def test_without_systems_manager_the_answer_is_partial_and_says_so(storm: House) -> None:
    refused = {"error": "AccessDeniedException"}
    with storm.account.failing(ssm_DescribeMaintenanceWindows=refused):
        card = answered(storm, ASK)
    assert "best patch window" in card.text
    assert "Missing: which maintenance windows there are" in card.words
    assert "ssm:DescribeMaintenanceWindows" in card.words


def test_without_cloudwatch_there_is_no_window_and_no_word_of_an_idle_machine(storm: House) -> None:
    with storm.account.failing(cloudwatch_GetMetricData={"error": "AccessDeniedException"}):
        shown = storm.workspace.type(ASK)
    assert "its load could not be read" in shown.text
    assert "cloudwatch:GetMetricData" in shown.words


def test_eighty_milliseconds_for_each_call_leave_the_answer_whole(storm: House) -> None:
    with storm.account.failing(everything={"latency_ms": 80}):
        card = answered(storm, f"{ASK} 28")
    assert "could not" not in card.words


def test_a_number_of_days_that_is_none_gets_an_example(house: House) -> None:
    shown = house.workspace.type(f"{ASK} 40")
    assert "not a number of whole days from 1 to 28" in shown.words
    assert f"/sre-patch-window {WEB_1} 14" in shown.words


def test_mcp_tells_the_same(calm_house: House, told: Json) -> None:
    async def called() -> Json:
        server = StdioServerParameters(command=str(AGENT), args=["mcp"], env=dict(calm_house.given))
        async with Client(server) as client:
            result = await client.call_tool("analyze_optimal_patch_window", {"instance_id": WEB_1, "days_ahead": 7})
            return dict(result.structured_content or {})

    windows = anyio.run(called)["recommended_windows"]
    assert [each["start"] for each in windows] == [each["start"] for each in told["recommended_windows"]]
