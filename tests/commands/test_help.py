"""/sre-help."""

import pytest

from commands import COMMANDS
from commands.help import get_help
from commands.spec import load, row_of
from commands.words import arguments_from
from core.actor import Door
from tests.commands.caller import context_of, small_account


@pytest.mark.parametrize(("door", "start"), [(Door.SLACK, "/sre-"), (Door.CLI, "sre-agent "), (Door.MCP, "")])
def test_help_lists_every_operation_with_the_example_of_the_callers_door(door: Door, start: str) -> None:
    answer = get_help(context_of(small_account(), door))
    offered = [row.name for row in COMMANDS if row.slash or door is not Door.SLACK]
    assert [each.tool for each in answer.operations] == offered
    assert all(each.example.startswith(start) and each.summary for each in answer.operations)


def test_every_example_for_slack_can_be_typed() -> None:
    for line in get_help(context_of(small_account(), Door.SLACK)).operations:
        command = load(row_of(line.tool))
        assert line.example.startswith(line.slash)
        command.check(arguments_from(line.example.removeprefix(line.slash), command), Door.SLACK)
