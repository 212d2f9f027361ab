"""The command line: every operation from its row of the list, and the process's own commands; nothing else is imported.

`--help` has to answer at once, so a command's module is loaded only when that very command is run or explained.
"""

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from bot import VERSION
from commands import COMMANDS, Row
from core.errors import BadRequest

_GROUPS = {
    "findings": "Findings of Amazon Inspector.",
    "analyze": "Look closely at one instance.",
    "alerts": "Alerts and what caused them.",
    "monitor": "What happened in the account.",
    "rules": "What the team has ruled about detections, and its own rules.",
    "thresholds": "Limits of the team on what is measured.",
    "patch": "Patches of the operating system.",
    "schedule": "When changes are made.",
    "approval": "Approvals, which people in Slack give.",
    "audit": "The record of what was decided and changed.",
}
_BELOW = {("alerts", "send"): "Post an alert from a file, or one of the samples, to the running assistant."}
_PROCESS = {
    "serve": "Run the assistant: Slack, health and the work behind them.",
    "doctor": "Check settings, state, AWS and Slack, and say how to mend what is wrong.",
    "manifest": "Print the Slack app manifest.",
    "setup": "Prepare the AWS account.",
    "policy": "Try another policy on the patches of the past.",
    "mcp": "Serve the operations over MCP on standard input and output.",
}


class Later(click.Command):
    """A command that is only made when it is run or explained."""

    def __init__(self, name: str, summary: str, make: Callable[[], click.Command]) -> None:
        super().__init__(name, help=summary)
        self._make = make

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """Hand over to the real command."""
        return self._make().make_context(info_name, args, parent, **extra)


class Operation(Later):
    """An operation. `below` holds those whose name begins with its own: `report show` below `report`."""

    def __init__(self, row: Row, name: str) -> None:
        super().__init__(name, row.summary, self._real)
        self._row = row
        self.below: dict[str, click.Command] = {}

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """Hand over to the one below that the first word names, else to the real command."""
        if args and args[0] in self.below:
            return self.below[args[0]].make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    def _real(self) -> click.Command:
        made: click.Command = import_module("bot.cli.operations").command_of(self._row, self.name)
        made.epilog = " ".join(f"See also {self._row.cli} {name}: {each.help}" for name, each in self.below.items())
        return made


def _process(name: str, module: str, summary: str) -> Later:
    return Later(name, summary, lambda: import_module(f"bot.cli.{module}").command)


def _grouped(rows: Iterable[Row]) -> dict[str, click.Command]:
    made: dict[str, click.Command] = {}
    for row in rows:
        head, _, rest = row.cli.partition(" ")
        if rest:
            group = made.get(head) or made.setdefault(head, click.Group(head, help=_GROUPS[head]))
            if isinstance(group, click.Group):
                group.add_command(Operation(row, rest))
            elif isinstance(group, Operation):
                group.below[rest] = Operation(row, rest)
        elif head:
            made[head] = Operation(row, head)
    for (above, name), summary in _BELOW.items():
        if isinstance(parent := made.get(above), click.Group):
            parent.add_command(_process(name, f"{above}_{name}", summary))
    return made


@click.group(commands={**_grouped(COMMANDS), **{name: _process(name, name, told) for name, told in _PROCESS.items()}})
@click.version_option(VERSION, prog_name="sre-agent")
@click.option(
    "--config", type=click.Path(path_type=Path), help="Settings file; otherwise SRE_CONFIG, ./sre-agent.toml."
)
@click.pass_context
def sre_agent(ctx: click.Context, config: Path | None) -> None:
    """SRE Operations Assistant: vulnerabilities, alerts and patching on AWS."""
    ctx.obj = config


def main() -> None:
    """The console script: errors are one sentence on standard error; 2 for a wrong request, 1 for anything else."""
    try:
        sre_agent(prog_name="sre-agent")
    except SystemExit as end:
        _leave(end.code if isinstance(end.code, int) else 0)
    except Exception as error:  # noqa: BLE001  the edge of this door: the terminal shows a sentence, never a trace
        import_module("bot.cli.errors").tell(error)
        _leave(2 if isinstance(error, BadRequest) else 1)


def _leave(code: int) -> NoReturn:
    """End now: a partial answer has been printed, and a call to AWS that still hangs would hold the terminal."""
    with suppress(BrokenPipeError):
        sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
