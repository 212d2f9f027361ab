"""MCP servers of a team give evidence over stdio and over HTTP; no tool of theirs that changes something is called."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from mcp.client import Client
from mcp_types import TextContent

from sandbox.ports import free_port
from tests.e2e.processes import Json, command, ended, environment

ALERT = "High error rate on user-service: pods of service user-service in namespace prod answer 5xx"
STUB = [sys.executable, "-m", "sandbox.mcp_servers"]
WANTED = {"service": "{service}"}


@pytest.fixture(scope="module")
def signoz() -> Iterator[str]:
    """The address of a server that listens on HTTP."""
    port = free_port()
    process = subprocess.Popen([*STUB, "signoz", "--http", str(port)], text=True)
    try:
        _listening(port)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        ended(process)


def _listening(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("The stub does not listen.")


@pytest.fixture(scope="module")
def told(aws_url: str, signoz: str, tmp_path_factory: pytest.TempPathFactory) -> Json:
    """The explanation of an alert, as the terminal gives it."""
    servers = {
        "kubernetes": {"command": [*STUB, "kubernetes"], "tools": {"get_pods": WANTED}},
        "signoz": {"url": signoz, "tools": {"search_logs": WANTED}},
        "careless": {"url": signoz, "tools": {"search_traces": WANTED, "delete_dashboard": WANTED}},
    }
    state: Path = tmp_path_factory.mktemp("mcp")
    given = environment("http://127.0.0.1:9", aws_url, state, SRE_MCP_SERVERS=json.dumps(servers))
    ran = command(given, "alerts", "explain", ALERT, "--json")
    assert ran.returncode == 0, ran.stderr
    answer: Json = json.loads(ran.stdout)
    return answer


def test_what_tools_say_over_stdio_and_http_is_cited_with_who_said_it(told: Json) -> None:
    said = " ".join(each["said"] for each in told["evidence"])
    assert "signoz (search_logs) says that a connection pool is exhausted" in said
    assert "kubernetes (get_pods) " in said


def test_a_tool_that_destroys_is_named_as_not_called_and_was_not_called(told: Json, signoz: str) -> None:
    assert any("delete_dashboard" in gap["why"] for gap in told["gaps"]), told["gaps"]

    async def calls() -> str:
        async with Client(signoz) as client:
            answer = await client.call_tool("calls", {})
        return " ".join(each.text for each in answer.content if isinstance(each, TextContent))

    assert anyio.run(calls) == "search_logs=1"
