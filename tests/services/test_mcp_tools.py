import sys

import pytest
from pydantic import ValidationError

from core.errors import NotAllowed, Upstream
from services.mcp_tools import McpServer, McpTools

COMMAND = (sys.executable, "-m", "tests.services.stub_mcp")
LOGS = {"search_logs": {"service": "{service}"}, "restart": {"service": "{service}"}}


def _tools(command: tuple[str, ...] = COMMAND, timeout_s: float = 30) -> McpTools:
    return McpTools("stub", McpServer(command=command, tools=LOGS), timeout_s)


def test_a_tool_that_looks_is_called_and_its_text_comes_back() -> None:
    assert _tools().call({"search_logs": {"service": "cart"}}) == {"search_logs": "cart: OOMKilled, exit code 137"}


def test_a_tool_that_changes_something_is_not_called_even_when_it_is_listed() -> None:
    with pytest.raises(NotAllowed, match="restart of stub changes something"):
        _tools().call({"restart": {"service": "cart"}})


def test_a_tool_that_is_not_listed_is_not_called() -> None:
    with pytest.raises(NotAllowed, match="not in the list"):
        _tools().call({"drop_table": {}})


def test_a_server_that_does_not_start_is_no_empty_answer() -> None:
    with pytest.raises(Upstream, match="The MCP server stub did not answer"):
        _tools(("/nonexistent/server",), 5).call({"search_logs": {"service": "cart"}})


@pytest.mark.parametrize("given", [{}, {"url": "http://a", "command": ("b",)}, {"url": "ftp://a"}])
def test_a_server_has_one_way_to_it(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        McpServer.model_validate({"tools": LOGS, **given})
