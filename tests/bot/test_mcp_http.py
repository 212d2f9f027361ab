"""MCP over HTTP, on a real socket, with the library's own client."""

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from bot.http import HttpServer, build_http
from bot.mcp_http import McpHttp
from bot.meter import Meter
from commands import COMMANDS
from core.actor import Actor, Effect
from core.clock import SystemClock
from core.mcp_keys import McpKey, hashed
from tests.bot.test_http import Board
from tests.commands.caller import context_of, small_account
from tests.eventually import eventually

READER, RITAS, NARROW, HASTY = "sre_mcp_reader", "sre_mcp_rita", "sre_mcp_narrow", "sre_mcp_hasty"
RITA = "U0REQUEST1"
KEYS = (
    McpKey(name="reader", sha256=hashed(READER)),
    McpKey(name="rita", sha256=hashed(RITAS), owner=RITA),
    McpKey(name="narrow", sha256=hashed(NARROW), tools=("get_health",)),
    McpKey(name="hasty", sha256=hashed(HASTY), per_minute=1),
)
EVERY = frozenset(row.name for row in COMMANDS)


@pytest.fixture
def seen() -> list[Actor]:
    return []


@pytest.fixture
def url(seen: list[Actor]) -> Iterator[str]:
    def authorise(actor: Actor, effect: Effect) -> None:
        del effect
        seen.append(actor)

    context = replace(context_of(small_account()), authorise=authorise)
    door = McpHttp(context, EVERY, KEYS, lambda: "T1", SystemClock(), "127.0.0.1")
    server = HttpServer(build_http(Board().report, Meter().registry, door), "127.0.0.1", 0)
    server.start()
    yield f"http://127.0.0.1:{eventually(lambda: server.port)}/mcp"
    server.stop(5)


def asked(url: str, key: str, ask: Callable[[Client], Coroutine[Any, Any, Any]]) -> Any:  # noqa: ANN401  whatever was asked
    async def run() -> Any:  # noqa: ANN401  as above
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {key}"}, timeout=20) as http,
            Client(streamable_http_client(url, http_client=http)) as client,
        ):
            return await ask(client)

    return anyio.run(run)


def posted(url: str, **headers: str) -> httpx2.Response:
    return httpx2.post(url, json={}, headers=headers, timeout=10)


def test_a_key_is_needed_and_must_be_one_of_the_policy(url: str) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {READER}"}):
        refused = posted(url, **headers)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"].startswith("Bearer")
        assert READER not in refused.text


def test_its_holder_calls_operations_and_hears_of_progress(url: str, seen: list[Actor]) -> None:
    result = asked(url, READER, lambda client: client.call_tool("get_inspector_findings", {}))
    assert not result.is_error
    assert result.structured_content["findings"]
    assert (seen[0].door, seen[0].user_id) == ("mcp", "")


def test_it_speaks_for_its_owner_in_the_installed_workspace(url: str, seen: list[Actor]) -> None:
    asked(url, RITAS, lambda client: client.call_tool("get_inspector_findings", {}))
    assert (seen[0].team_id, seen[0].user_id) == ("T1", RITA)


def test_a_key_offers_the_tools_that_it_names_and_no_other(url: str) -> None:
    tools = asked(url, NARROW, lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == ["get_health"]
    refused = asked(url, NARROW, lambda client: client.call_tool("get_inspector_findings", {}))
    assert refused.is_error
    assert "There is no tool" in refused.content[0].text
    assert [each.uri for each in asked(url, NARROW, lambda client: client.list_resources()).resources] == [
        "sre://health"
    ]


def test_who_asks_too_often_is_told_how_long_to_wait(url: str) -> None:
    first, second = (posted(url, Authorization=f"Bearer {HASTY}") for _ in range(2))
    assert first.status_code != 429
    assert second.status_code == 429
    assert 0 < int(second.headers["retry-after"]) <= 60
    assert posted(url, Authorization=f"Bearer {READER}").status_code != 429


def test_a_page_under_a_name_that_only_points_here_is_refused(url: str) -> None:
    refused = posted(url, Authorization=f"Bearer {READER}", Host="evil.example", Accept="application/json")
    assert refused.status_code == 421


def test_nobody_approves_here(url: str) -> None:
    names = {tool.name for tool in asked(url, RITAS, lambda client: client.list_tools()).tools}
    assert names == EVERY
    assert not [name for name in names if name.startswith("approve")]
