"""The list of operations: every one is complete, and none is missing from it."""

from importlib import import_module
from pathlib import Path

import pytest

import commands
from commands import COMMANDS, Row
from commands.spec import Command, load
from core.actor import Door

FOLDER = Path(commands.__file__).parent
TESTS = Path(__file__).parent
NO_OPERATIONS = {"__init__", "context", "params", "spec", "words"}
ROWS = pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)


@ROWS
def test_a_row_names_an_operation_made_with_the_decorator(row: Row) -> None:
    module, _, name = row.target.partition(":")
    made = getattr(import_module(module), name)
    assert isinstance(made, Command)
    assert (made.row, made.name) == (row, name)


@ROWS
def test_the_summary_is_the_first_line_of_the_docstring(row: Row) -> None:
    assert (load(row).run.__doc__ or "").splitlines()[0] == row.summary


@ROWS
def test_the_file_is_named_after_the_slash_command_and_has_its_tests(row: Row) -> None:
    file = row.target.partition(":")[0].removeprefix("commands.")
    assert (
        (row.slash == f"/sre-{file.replace('_', '-')}")
        if row.slash
        else (row.cli.replace(" ", "_").replace("-", "_") == file)
    )
    assert (TESTS / f"test_{file}.py").exists()


def test_every_operation_has_a_row() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - NO_OPERATIONS
    assert files == {row.target.partition(":")[0].removeprefix("commands.") for row in COMMANDS}


def test_no_two_operations_share_a_name() -> None:
    for names in ([row.slash for row in COMMANDS], [row.cli for row in COMMANDS], [row.name for row in COMMANDS]):
        given = [name for name in names if name]
        assert len(given) == len(set(given))


@ROWS
def test_every_argument_has_help_and_an_example_that_is_accepted(row: Row) -> None:
    command = load(row)
    assert command.params.keys() == command.arguments.model_fields.keys()
    for param in command.params.values():
        assert param.help.endswith(".")
        assert param.flag.startswith("--")
    examples = {name: param.example for name, param in command.params.items()}
    assert command.check(examples, Door.MCP).keys() == examples.keys()


@ROWS
def test_slack_takes_a_name_and_a_description_of_that_length(row: Row) -> None:
    assert row.slash.startswith("/") or not row.slash
    assert len(row.slash) <= 32
    assert 0 < len(row.summary) <= 2000
