import sys

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp_types import TextContent

from sandbox.mcp_servers import KINDS, server


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_reading_tools_and_one_that_destroys(kind: str) -> None:
    async def ask() -> list[bool]:
        async with Client(server(kind)) as client:
            tools = (await client.list_tools()).tools
            return [bool(each.annotations and each.annotations.destructive_hint) for each in tools]

    assert sorted(anyio.run(ask)) == [False, False, False, True]


def test_calls_are_counted_over_stdio() -> None:
    async def ask() -> list[str]:
        command = StdioServerParameters(command=sys.executable, args=["-m", "sandbox.mcp_servers", "kubernetes"])
        async with Client(stdio_client(command)) as client:
            answers = [await client.call_tool("get_pods", {"service": "user-service"})]
            answers.append(await client.call_tool("calls", {}))
        return [each.text for answer in answers for each in answer.content if isinstance(each, TextContent)]

    pods, calls = anyio.run(ask)
    assert "OOMKilled" in pods
    assert calls == "get_pods=1"
