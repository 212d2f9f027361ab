"""The MCP server: each operation is a tool whose schemas are the operation's own models.

The low-level server of the library is used, because its high-level one lets unknown arguments through.
"""

import logging
from base64 import b64encode
from collections.abc import Callable, Coroutine, Iterator, Mapping
from functools import partial
from threading import Lock
from typing import Any, NamedTuple

import anyio
import anyio.from_thread
import anyio.to_thread
from anyio.lowlevel import EventLoopToken, current_token
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ContentBlock,
    GetPromptRequestParams,
    GetPromptResult,
    ImageContent,
    ListPromptsResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    TextContent,
    Tool,
    ToolAnnotations,
)

from bot import VERSION
from bot.attachments import drawn_safely
from bot.mcp_prompts import filled, prompts
from bot.mcp_resources import read, resources, templates
from commands.context import Context
from commands.params.param import shown
from commands.spec import Command, every_command
from core.actor import Actor, Door, Effect
from core.errors import AssistantError
from core.model import Model
from core.redact import redact, redact_deep

_log = logging.getLogger(__name__)
LARGEST_PICTURE = 1_000_000
"""In bytes; some clients take no more than 1 MB as the result of a call."""
Request = ServerRequestContext[dict[str, Any], Any]


class Caller(NamedTuple):
    """Who makes a request, and which operations they may use."""

    actor: Actor
    tools: frozenset[str]


CallerOf = Callable[[Request], Caller]


class ToolProgress:
    """Progress from any thread to the client's progress notifications; made on the event loop."""

    def __init__(self, report: Callable[[float, float | None, str], Coroutine[Any, Any, None]]) -> None:
        self._report = report
        self._steps = 0.0
        self._lock = Lock()
        # Pages are read on threads of our own pools, which anyio does not know.
        self._loop: EventLoopToken = current_token()

    def say(self, what: str, done: int = 0, total: int | None = None) -> None:
        """One notification; the protocol wants each value larger than the one before."""
        with self._lock:
            self._steps = max(self._steps + 1, float(done))
            anyio.from_thread.run(self._report, self._steps, total, what, token=self._loop)

    def so_far(self, answer: Model) -> None:
        """Nothing: a tool has one result."""


class Handlers:
    """Answers the requests of the protocol, each for its own caller."""

    def __init__(self, context: Context, who: CallerOf) -> None:
        self._context = context
        self._who = who

    async def list_tools(self, request: Request, params: PaginatedRequestParams | None) -> ListToolsResult:
        """Those that the caller may use."""
        del params
        return ListToolsResult(tools=[_tool(command) for command in self._operations(request).values()])

    async def call_tool(self, request: Request, params: CallToolRequestParams) -> CallToolResult:
        """What an operation answers, or a sentence that says why it does not."""
        usable = self._operations(request)
        command = usable.get(params.name)
        if command is None:
            return _refused(f"There is no tool {shown(params.name)}. There are {', '.join(usable)}.")
        work = partial(_call, command, self._at_hand(request), params.arguments or {})
        return await anyio.to_thread.run_sync(work)

    async def list_resources(self, request: Request, params: PaginatedRequestParams | None) -> ListResourcesResult:
        """Those whose operation the caller may use."""
        del params
        return ListResourcesResult(resources=resources(self._operations(request)))

    async def list_templates(
        self, request: Request, params: PaginatedRequestParams | None
    ) -> ListResourceTemplatesResult:
        """The same for addresses with an id in them."""
        del params
        return ListResourceTemplatesResult(resource_templates=templates(self._operations(request)))

    async def read_resource(self, request: Request, params: ReadResourceRequestParams) -> ReadResourceResult:
        """What stands at an address."""
        work = partial(read, params.uri, self._operations(request), self._at_hand(request))
        return await anyio.to_thread.run_sync(work)

    async def list_prompts(self, request: Request, params: PaginatedRequestParams | None) -> ListPromptsResult:
        """Those whose operations the caller may use."""
        del params
        return ListPromptsResult(prompts=prompts(self._operations(request)))

    async def get_prompt(self, request: Request, params: GetPromptRequestParams) -> GetPromptResult:
        """A prompt with its arguments in it."""
        return filled(params.name, params.arguments or {}, self._operations(request))

    def _operations(self, request: Request) -> dict[str, Command[..., Any]]:
        tools = self._who(request).tools
        return {command.name: command for command in every_command() if command.name in tools}

    def _at_hand(self, request: Request) -> Context:
        return self._context.for_caller(self._who(request).actor, ToolProgress(request.session.report_progress))


def build_server(
    context: Context, offered: frozenset[str], caller_of: CallerOf | None = None
) -> Server[dict[str, Any]]:
    """The server of the offered operations, for any transport.

    `caller_of` says who makes a request, and must offer no more; None: the one client of this process.
    """
    handlers = Handlers(context, caller_of or (lambda _: Caller(Actor(Door.MCP), offered)))
    return Server(
        "sre-operations-assistant",
        version=VERSION,
        on_list_tools=handlers.list_tools,
        on_call_tool=handlers.call_tool,
        on_list_resources=handlers.list_resources,
        on_list_resource_templates=handlers.list_templates,
        on_read_resource=handlers.read_resource,
        on_list_prompts=handlers.list_prompts,
        on_get_prompt=handlers.get_prompt,
    )


async def serve_stdio(server: Server[dict[str, Any]]) -> None:
    """Answer one client on standard input and output until it hangs up."""
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def _call(command: Command[..., Any], caller: Context, arguments: Mapping[str, Any]) -> CallToolResult:
    try:
        result = command.call(caller, arguments)
    except AssistantError as error:
        return _refused(str(error))
    except Exception:  # noqa: BLE001  the edge of this door: no detail reaches the client
        _log.exception("tool %s broke", command.name)
        return _refused("Something broke in the assistant; nothing was changed. Its log says more.")
    data = redact_deep(result.model_dump(mode="json"))
    # Plain words: the text of a card is escaped for Slack.
    said = command.table(result).title if command.table else command.name
    content = [TextContent(type="text", text=redact(said)), *_pictures(command, result)]
    return CallToolResult(content=content, structured_content=data)


def _pictures(command: Command[..., Any], result: Model) -> Iterator[ContentBlock]:
    """The pictures of a result, each after its description; what cannot be drawn or is too large is a sentence."""
    files = drawn_safely(command, result)
    if files is None:
        yield TextContent(type="text", text="The chart could not be drawn. The assistant's log says more.")
    for file in files or ():
        if not file.media_type.startswith("image/"):
            continue
        if len(file.content) > LARGEST_PICTURE:
            yield TextContent(type="text", text=f"{file.title}: the picture is too large for this door.")
            continue
        yield TextContent(type="text", text=f"{file.title}: {file.alt_text}")
        yield ImageContent(type="image", data=b64encode(file.content).decode(), mime_type=file.media_type)


def _refused(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=redact(sentence))], is_error=True)


def _tool(command: Command[..., Any]) -> Tool:
    return Tool(
        name=command.name,
        description=command.row.summary,
        input_schema=described_arguments(command),
        output_schema=command.result.model_json_schema(mode="serialization"),
        annotations=ToolAnnotations(
            read_only_hint=command.effect is Effect.READ,
            destructive_hint=command.effect is Effect.DESTRUCTIVE,
            open_world_hint=True,
        ),
    )


def described_arguments(command: Command[..., Any]) -> dict[str, Any]:
    """The JSON schema of the arguments, each with its help."""
    schema = command.arguments.model_json_schema()
    for name, param in command.params.items():
        schema["properties"][name]["description"] = param.help
    return schema
