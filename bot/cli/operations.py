"""An operation as a command of the terminal: options from its arguments, a table or JSON for its result."""

import json
import sys
from pathlib import Path
from typing import Any, Self

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table as Grid
from rich.text import Text

from blocks.table import Table
from bot.attachments import drawn
from bot.cli.saving import saved
from bot.logs import configure
from bot.settings import load as load_settings
from bot.wiring import wire
from commands import Row
from commands.params.param import Param
from commands.spec import Command, load
from core.actor import Actor, Door
from core.model import Model
from core.redact import redact, redact_deep


class Bar:
    """Progress as a bar on standard error, gone when the work is done; silent where nobody is watching."""

    def __init__(self) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        console = Console(stderr=True)
        self._progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._progress.add_task("Starting", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def say(self, what: str, done: int = 0, total: int | None = None) -> None:
        """Draw where the work stands."""
        self._progress.update(self._task, description=what, completed=done, total=total)

    def so_far(self, answer: Model) -> None:
        """Nothing: a terminal prints one answer, which scripts read."""


def command_of(row: Row, name: str) -> click.Command:
    """The click command of a row."""
    command = load(row)
    options = [_option(argument, param, command) for argument, param in command.params.items()]
    options.append(click.Option(["--json", "as_json"], is_flag=True, help="Print the whole result as JSON."))
    if command.files:
        told = "Write the files of the answer, such as charts, into this folder."
        options.append(click.Option(["--save", "folder"], type=click.Path(path_type=Path), metavar="FOLDER", help=told))

    def run(*, as_json: bool, folder: Path | None = None, **given: object) -> None:
        arguments = {key: value for key, value in given.items() if value not in (None, ())}
        result = _run(command, arguments, as_json=as_json)
        if folder is not None:
            _save(command, result, folder)

    return click.Command(name, params=options, callback=run, help=row.summary)


def _option(argument: str, param: Param, command: Command[..., Any]) -> click.Parameter:
    told = f"{param.help} Required." if argument in command.required else param.help
    # Our own check says what is wrong or missing, with an example that works; click only shows the choices.
    shown = f"[{'|'.join(param.choices)}]" if param.choices else None
    if param.bare:
        return click.Argument([argument], required=False, metavar=argument.upper())
    return click.Option([param.flag, argument], metavar=shown, multiple=param.many, help=told)


def _save(command: Command[..., Any], result: Model, folder: Path) -> None:
    """Say on standard error where the files are, so that JSON on standard output stays JSON."""
    files = drawn(command, result)
    for path in saved(files, folder):
        click.echo(f"Saved {path}", err=True)
    if not files:
        click.echo("This answer has no files.", err=True)


def _run(command: Command[..., Any], arguments: dict[str, Any], *, as_json: bool) -> Model:
    config: Path | None = click.get_current_context().obj
    settings = load_settings(config)
    configure("ERROR" if settings.log_level == "INFO" else settings.log_level)
    pieces = wire(settings)
    with Bar() as bar:
        result: Model = command.call(pieces.context.for_caller(Actor(Door.CLI), bar), arguments)
    if as_json:
        click.echo(json.dumps(redact_deep(result.model_dump(mode="json")), indent=2, ensure_ascii=False))
    elif command.table:
        _draw(command.table(result))
    else:
        click.echo(redact(command.card(result).text))
    return result


def _draw(table: Table) -> None:
    """The table as wide as the terminal; piped, as wide as it needs to be."""
    console = Console(width=None if sys.stdout.isatty() else 240, highlight=False)
    console.print(Text(redact(table.title), style="bold"))
    grid = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in table.columns:
        grid.add_column(column, overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(redact(cell)) for cell in row))
    console.print(grid if table.rows else Text(table.empty))
    for note in table.notes:
        console.print(Text(redact(note), style="dim"))
