"""`sre-agent serve`: the assistant itself."""

from pathlib import Path

import click

from bot.logs import configure
from bot.serve import serve
from bot.settings import load


@click.command("serve", help="Run the assistant: Slack, health and the work behind them.")
@click.pass_obj
def command(config: Path | None) -> None:
    """Run until SIGTERM."""
    settings = load(config)
    configure(settings.log_level)
    serve(settings)
