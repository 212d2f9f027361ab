"""`sre-agent mcp`: the operations over MCP on standard input and output; `sre-agent mcp key`: a key for HTTP."""

from pathlib import Path
from secrets import token_urlsafe

import anyio
import click
from pydantic import ValidationError

from bot.logs import configure
from bot.mcp_server import build_server, serve_stdio
from bot.settings import load
from bot.wiring import wire
from core.errors import BadRequest
from core.mcp_keys import EVERY_TOOL, PREFIX, McpKey, hashed

_BYTES = 32


@click.group("mcp", invoke_without_command=True, help="Serve the operations over MCP on standard input and output.")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Until the client hangs up."""
    if ctx.invoked_subcommand:
        return
    config: Path | None = ctx.obj
    settings = load(config)
    configure(settings.log_level)
    pieces = wire(settings)
    anyio.run(serve_stdio, build_server(pieces.context, pieces.offered))


@command.command("key")
@click.argument("name")
@click.option("--owner", help="Slack user id in whose name its holder asks for changes; none: it can only read.")
@click.option("--tool", "tools", multiple=True, default=(EVERY_TOOL,), help="An operation it may use; several times.")
@click.option("--per-minute", default=60, show_default=True, help="How many requests it may make in a minute.")
def make_key(name: str, owner: str | None, tools: tuple[str, ...], per_minute: int) -> None:
    """Make a key for MCP over HTTP: shown once, and kept nowhere but in the hands of whoever reads it."""
    key = f"{PREFIX}{token_urlsafe(_BYTES)}"
    try:
        made = McpKey(name=name, sha256=hashed(key), owner=owner, tools=tools, per_minute=per_minute)
    except ValidationError as error:
        first = error.errors()[0]
        what = f"{'.'.join(map(str, first['loc']))}: {first['msg'].removeprefix('Value error, ')}"
        raise BadRequest(
            f"That makes no key: {what}.", advice="`sre-agent mcp key --help` tells what it takes."
        ) from None
    click.echo(f"The key, which is shown this once:\n\n  {key}\n")
    click.echo(f"For the settings file, to be read when the assistant starts:\n\n{_lines(made)}")


def _lines(key: McpKey) -> str:
    owner = f'owner = "{key.owner}"\n' if key.owner else ""
    tools = ", ".join(f'"{tool}"' for tool in key.tools)
    told = f'name = "{key.name}"\nsha256 = "{key.sha256}"\n{owner}tools = [{tools}]\nper_minute = {key.per_minute}'
    return f"[[sre_policy.mcp_keys]]\n{told}"
