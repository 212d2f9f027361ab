"""Tools of MCP servers that a team has configured, for looking only: those that are named, and none that changes."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any

from pydantic import Field, model_validator

from core.errors import Cause, NotAllowed, Upstream
from core.model import Model

if TYPE_CHECKING:
    # The client takes half a second to import; only an explanation with a configured server needs it.
    from mcp import Client
    from mcp_types import ToolAnnotations

_AT_ONCE = 8
_LONGEST = 20_000


class McpServer(Model):
    """A server, by `url` (streamable HTTP) or by the `command` that is run for stdio, and the `tools` to call.

    The arguments of a tool are texts in which `{service}`, `{host}`, `{pod}`, `{namespace}`, `{instance_id}` and the
    other names of an alert are filled in; a tool whose names an alert does not tell is not called for it.
    """

    url: str = Field("", pattern=r"^(https?://.+)?$")
    command: tuple[str, ...] = ()
    environment: Mapping[str, str] = Field(default_factory=dict)
    tools: Mapping[str, Mapping[str, str]] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_way(self) -> "McpServer":
        if bool(self.url) == bool(self.command):
            raise ValueError("a server has either a url or a command")
        return self


class McpTools:
    """Calls tools of one server, each within a time limit."""

    def __init__(self, name: str, server: McpServer, timeout_s: float) -> None:
        self.name = name
        self._server = server
        self._timeout_s = timeout_s
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix=f"mcp-{name}")

    @property
    def tools(self) -> Mapping[str, Mapping[str, str]]:
        """The tools that may be called, with their arguments' texts."""
        return self._server.tools

    def call(self, calls: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
        """The texts that some tools answer, by tool, cut to 20,000 characters.

        Raises:
            NotAllowed: a tool is not in the list, or its server says that it changes something.
            Upstream: the server did not answer in time, or a tool failed.
        """
        if strange := sorted(set(calls) - set(self._server.tools)):
            raise NotAllowed(f"The tool {strange[0]} of {self.name} is not in the list of those that may be called.")
        asked = self._pool.submit(lambda: asyncio.run(asyncio.wait_for(self._answers(calls), self._timeout_s)))
        wait([asked], timeout=self._timeout_s + 1)
        error = asked.exception() if asked.done() else TimeoutError()
        if isinstance(error, NotAllowed):
            raise error
        if error is not None:
            sentence = f"The MCP server {self.name} did not answer ({type(error).__name__})."
            raise Upstream(sentence, cause=Cause.UNREACHABLE, retryable=True) from error
        return asked.result()

    async def _answers(self, calls: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        answers: dict[str, str] = {}
        async with self._client() as client:
            listed = await client.list_tools()
            changing = [tool.name for tool in listed.tools if tool.name in calls and _changes(tool.annotations)]
            if not changing:
                answers = {tool: _text(await client.call_tool(tool, dict(given))) for tool, given in calls.items()}
        # Outside: what is raised within comes out as a group of errors.
        if changing:
            raise NotAllowed(f"The tool {changing[0]} of {self.name} changes something, so it is not called.")
        return answers

    def _client(self) -> "Client":
        from mcp import Client, StdioServerParameters  # noqa: PLC0415  see above

        if self._server.url:
            return Client(self._server.url)
        first, *rest = self._server.command
        return Client(StdioServerParameters(command=first, args=rest, env=dict(self._server.environment) or None))


def _changes(hints: "ToolAnnotations | None") -> bool:
    """Whether a server says so; one that says nothing is believed to look, as its tools were named one by one."""
    return hints is not None and (hints.read_only_hint is False or bool(hints.destructive_hint))


def _text(answer: Any) -> str:  # noqa: ANN401  a CallToolResult, or whatever a server sends in its place
    parts = (str(getattr(part, "text", "")) for part in getattr(answer, "content", ()))
    return "\n".join(part for part in parts if part)[:_LONGEST]
