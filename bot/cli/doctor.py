"""`sre-agent doctor`: what is wrong, and how to mend it."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from bot.doctor import examine
from bot.logs import configure
from core.answers.health import State
from core.redact import redact

_MARKS = {State.GOOD: "ok", State.LIMITED: "limited", State.UNKNOWN: "unknown", State.DOWN: "wrong"}


@click.command("doctor", help="Check settings, state, AWS and Slack, and say how to mend what is wrong.")
@click.pass_obj
def command(config: Path | None) -> None:
    """Exit with 1 when something is wrong."""
    configure("CRITICAL")
    parts = examine(config)
    console = Console(highlight=False)
    for part in parts:
        console.print(Text(redact(f"{_MARKS[part.state]:8}{part.name}: {part.detail}")))
        if part.advice and part.state is not State.GOOD:
            console.print(Text(redact(f"{'':8}{part.advice}"), style="bold"))
    sys.exit(any(part.state is State.DOWN for part in parts))
