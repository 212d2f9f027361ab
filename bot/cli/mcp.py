"""`sre-agent mcp`: the operations over MCP on standard input and output."""

from pathlib import Path

import anyio
import click

from bot.logs import configure
from bot.mcp_server import build_server, serve_stdio
from bot.settings import load
from bot.wiring import wire


@click.command("mcp", help="Serve the operations over MCP on standard input and output.")
@click.pass_obj
def command(config: Path | None) -> None:
    """Until the client hangs up."""
    settings = load(config)
    configure(settings.log_level)
    pieces = wire(settings)
    anyio.run(serve_stdio, build_server(pieces.context, pieces.offered))
