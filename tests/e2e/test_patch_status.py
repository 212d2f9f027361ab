"""/sre-patch-status at every door, over the sandbox's own stories of patching."""

import json

import anyio
import pytest
from mcp import Client, StdioServerParameters

from tests.e2e.account import WEB_1
from tests.e2e.conftest import House
from tests.e2e.processes import AGENT, Json, command


@pytest.fixture(scope="module")
def told(calm_house: House) -> Json:
    """What the terminal tells."""
    ran = command(calm_house.given, "patch", "status", "--json")
    assert ran.returncode == 0, ran.stderr
    answer: Json = json.loads(ran.stdout)
    return answer


def named(told: Json, standing: str) -> set[str]:
    return {each["instance"]["name"] for each in told["instances"] if each["instance"]["instance_id"] in told[standing]}


def test_each_story_of_the_account_has_its_own_answer(told: Json) -> None:
    assert named(told, "never_scanned") == {"bastion"}
    assert named(told, "unmanaged") == {"legacy-1"}
    assert named(told, "stale") == {"cache-1", "build-1"}
    assert named(told, "connection_lost") == {"build-1"}
    assert named(told, "pending_reboot") == {"web-2"}
    assert named(told, "compliant").isdisjoint({"bastion", "legacy-1", "cache-1", "build-1", "web-2"})


def test_the_lists_hold_as_many_patches_as_the_scans_count(told: Json) -> None:
    assert len(told["missing_patches"]) == told["counted_missing"]
    assert told["partial"] == []


def test_the_card_says_what_the_terminal_says(house: House, told: Json) -> None:
    card = house.workspace.type("/sre-patch-status")
    assert card.text == told["summary"]
    assert f"*Overdue*\n{told['overdue_count']}" in card.words
    assert f"Show all {len(told['instances'])}" in card.buttons


def test_one_instance_shows_its_worst_patches(house: House) -> None:
    card = house.workspace.type(f"/sre-patch-status {WEB_1}")
    assert card.text.startswith("web-1: ")
    assert "Inspector has known CVE-" in card.words


def test_mcp_tells_the_same(calm_house: House, told: Json) -> None:
    async def called() -> Json:
        server = StdioServerParameters(command=str(AGENT), args=["mcp"], env=dict(calm_house.given))
        async with Client(server) as client:
            result = await client.call_tool("check_patch_compliance", {"instance_ids": [WEB_1]})
            return dict(result.structured_content or {})

    answer = anyio.run(called)
    of_web_1 = [each for each in told["missing_patches"] if each["instance_id"] == WEB_1]
    assert [each["name"] for each in answer["missing_patches"]] == [each["name"] for each in of_web_1]
