"""What MCP clients read without calling a tool, and the prompts they offer."""

import json
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError

from commands import COMMANDS
from commands.context import Context
from core.actor import Door
from core.answers.health import Health
from tests.bot.test_mcp_server import EVERY, asked
from tests.commands.caller import context_of, small_account


def refused(
    context: Context, ask: Callable[[Client], Coroutine[Any, Any, Any]], offered: frozenset[str] = EVERY
) -> str:
    """What a client is told instead of an answer."""

    async def caught(client: Client) -> str:
        try:
            await ask(client)
        except MCPError as error:
            return str(error)
        raise AssertionError

    return str(asked(context, caught, offered))


def test_the_findings_are_summed_up_without_the_list_of_all() -> None:
    context = context_of(small_account(), Door.MCP)
    [page] = asked(context, lambda client: client.read_resource("sre://findings/summary")).contents
    told = json.loads(page.text)
    assert told["counts"]["high"] + told["counts"]["critical"] >= 0
    assert "summary" in told
    assert "findings" not in told


@pytest.mark.parametrize("uri", ["sre://patches/missing", "sre://patches/scheduled", "sre://health"])
def test_every_page_can_be_read(uri: str) -> None:
    [page] = asked(context_of(small_account(), Door.MCP), lambda client: client.read_resource(uri)).contents
    assert json.loads(page.text)


def test_a_report_is_read_by_its_id() -> None:
    context = context_of(small_account(), Door.MCP)
    made = asked(context, lambda client: client.call_tool("generate_vulnerability_report", {}))
    report_id = made.structured_content["report_id"]
    [page] = asked(context, lambda client: client.read_resource(f"sre://reports/{report_id}")).contents
    assert json.loads(page.text)["report_id"] == report_id
    [template] = asked(context, lambda client: client.list_resource_templates()).resource_templates
    assert template.uri_template == "sre://reports/{report_id}"


@pytest.mark.parametrize("uri", ["sre://nothing", "sre://reports/r-1", "file:///etc/passwd"])
def test_what_is_not_there_is_an_error_in_words(uri: str) -> None:
    assert refused(context_of(small_account(), Door.MCP), lambda client: client.read_resource(uri))


def test_only_pages_of_offered_operations_are_listed_and_read() -> None:
    context, few = context_of(small_account(), Door.MCP), frozenset({"get_health"})
    assert [each.uri for each in asked(context, lambda client: client.list_resources(), few).resources] == [
        "sre://health"
    ]
    told = refused(context, lambda client: client.read_resource("sre://findings/summary"), few)
    assert "nothing at" in told


def test_a_broken_page_tells_no_detail() -> None:
    def broken() -> Health:
        raise RuntimeError("secret")

    context = replace(context_of(small_account(), Door.MCP), health=broken)
    told = refused(context, lambda client: client.read_resource("sre://health"))
    assert "Something broke" in told
    assert "secret" not in told


def test_a_prompt_names_tools_that_exist_and_is_filled_in() -> None:
    context = context_of(small_account(), Door.MCP)
    every = asked(context, lambda client: client.list_prompts()).prompts
    assert {each.name for each in every} == {"triage-findings", "plan-patch"}
    answer = asked(context, lambda client: client.get_prompt("plan-patch", {"instance_id": "i-0a554b5583dd70864\nx"}))
    text = answer.messages[0].content.text
    assert "i-0a554b5583dd70864 x" in text
    assert "dry_run true" in text
    words = text.replace(",", " ").replace(":", " ").split()
    assert {word for word in words if "_" in word} - EVERY == {"patch_level", "dry_run"}


def test_a_prompt_without_its_argument_or_its_tools_is_refused() -> None:
    context = context_of(small_account(), Door.MCP)
    assert "needs instance_id" in refused(context, lambda client: client.get_prompt("plan-patch", {}))
    few = frozenset(row.name for row in COMMANDS) - {"analyze_instance"}
    told = refused(context, lambda client: client.get_prompt("plan-patch", {"instance_id": "i-1"}), few)
    assert "no prompt" in told
