"""A program that asks for a patch over MCP: by HTTP with a key, and on standard input with its own credentials."""

import json
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, TextContent

from core.mcp_keys import hashed
from sandbox.slack.seed import AARON, GUEST, RITA
from tests.e2e.approvals import Ward
from tests.e2e.conftest import House, open_house
from tests.e2e.processes import AGENT, POLICY

KEYS = {"sre_mcp_rita": RITA, "sre_mcp_guest": GUEST, "sre_mcp_reader": None}
Ask = Callable[[Client], Coroutine[Any, Any, CallToolResult]]


@pytest.fixture(scope="module")
def keyed(aws_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    rows = [{"name": key, "sha256": hashed(key), "owner": owner} for key, owner in KEYS.items()]
    with ExitStack() as stack:
        folder: Path = tmp_path_factory.mktemp("keyed")
        yield open_house(stack, folder, aws_url, SRE_POLICY=json.dumps({**POLICY, "mcp_keys": rows}))


@pytest.fixture
def ward(keyed: House) -> Iterator[Ward]:
    opened = Ward(keyed)
    yield opened
    opened.store.close()


def by_http(house: House, key: str, ask: Ask) -> CallToolResult:
    async def run() -> CallToolResult:
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {key}"}, timeout=40) as http,
            Client(streamable_http_client(f"{house.bot.url}/mcp", http_client=http)) as client,
        ):
            return await ask(client)

    return anyio.run(run)


def on_stdio(given: dict[str, str], ask: Ask) -> CallToolResult:
    async def run() -> CallToolResult:
        async with Client(StdioServerParameters(command=str(AGENT), args=["mcp"], env=given)) as client:
            return await ask(client)

    return anyio.run(run)


def requesting(plan_id: str) -> Ask:
    return lambda client: client.call_tool("create_approval_workflow", {"remediation_plan": plan_id})


def said(result: CallToolResult) -> str:
    return " ".join(each.text for each in result.content if isinstance(each, TextContent))


def test_the_holder_of_a_key_asks_in_the_name_of_its_owner_and_people_approve(keyed: House, ward: Ward) -> None:
    made = ward.planned()
    answer = by_http(keyed, "sre_mcp_rita", requesting(made.plan_id))
    assert not answer.is_error, said(answer)
    assert answer.structured_content
    workflow_id = answer.structured_content["workflow_id"]
    card = keyed.workspace.until(lambda: next((each for each in ward.roots() if workflow_id in each.words), None))
    assert f"<@{RITA}> (MCP)" in card.words
    assert "Nobody approves their own request" in ward.told(card, "Approve", RITA)
    assert "completes it" in ward.told(card, "Approve", AARON)
    rows = [(row.entry.actor.door, row.entry.actor.user_id, row.entry.action) for row in ward.audit(card)]
    assert rows[0] == ("mcp", RITA, "request")


@pytest.mark.parametrize(
    ("key", "why"), [("sre_mcp_reader", "not mapped to a Slack user"), ("sre_mcp_guest", "guest accounts")]
)
def test_a_key_of_nobody_or_of_a_guest_can_read_and_asks_for_nothing(
    keyed: House, ward: Ward, key: str, why: str
) -> None:
    refused = by_http(keyed, key, requesting(ward.planned().plan_id))
    assert refused.is_error
    assert why in said(refused)
    assert not by_http(keyed, key, lambda client: client.call_tool("get_health", {})).is_error


def test_a_local_server_asks_for_whom_its_credentials_stand_for_and_for_nobody_else(keyed: House, ward: Ward) -> None:
    given = dict(keyed.given)
    refused = on_stdio(given, requesting(ward.planned().plan_id))
    assert "not mapped to a Slack user" in said(refused)
    arns = {f"arn:aws:{service}::123456789012:user/moto": RITA for service in ("sts", "iam")}
    given["SRE_POLICY"] = json.dumps({**POLICY, "callers": arns})
    asked = on_stdio(given, requesting(ward.planned().plan_id))
    assert not asked.is_error, said(asked)
    assert asked.structured_content
    assert asked.structured_content["state"] == "waiting"
