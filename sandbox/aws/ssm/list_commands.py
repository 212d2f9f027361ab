"""ListCommands and ListCommandInvocations."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError
from sandbox.aws.ssm.command import Command, Commands, Invocation, details_of, status_of
from sandbox.aws.ssm.pages import page
from sandbox.aws.ssm.told import told_command, told_invocation

_PAGE = 50
_STAGES = {"Executing": False, "Complete": True}
Row = Mapping[str, Any]
Pair = tuple[Command, Invocation]


def list_commands(account: Account, params: Row) -> Row:
    """The commands that every filter accepts, newest first; a new one is not there at once."""
    with account.timeline.caught_up():
        wanted = _filters(params, {"InvokedAfter", "InvokedBefore", "Status", "DocumentName", "ExecutionStage"})
        found = [each for each in _visible(account, params) if _command_fits(each, wanted)]
        shown, rest = page(found, "ListCommands", params, _PAGE)
        return {"Commands": [told_command(each) for each in shown], **rest}


def list_command_invocations(account: Account, params: Row) -> Row:
    """What became of commands on each machine, newest first."""
    with account.timeline.caught_up():
        wanted = _filters(params, {"InvokedAfter", "InvokedBefore", "Status", "DocumentName", "ExecutionStage"})
        found = [pair for pair in _pairs(account, params) if _invocation_fits(*pair, wanted)]
        shown, rest = page(found, "ListCommandInvocations", params, _PAGE)
        details = bool(params.get("Details"))
        rows = [told_invocation(account, command, each, details=details) for command, each in shown]
        return {"CommandInvocations": rows, **rest}


def known_command(account: Account, command_id: str) -> Command:
    """A command by its id; raises AwsError InvalidCommandId."""
    found = account.state.of(Commands).known.get(command_id)
    if found is None:
        raise AwsError("InvalidCommandId", "")
    return found


def _visible(account: Account, params: Row) -> Iterator[Command]:
    command_id, instance_id = params.get("CommandId"), params.get("InstanceId")
    if instance_id and instance_id not in account.hosts:
        raise AwsError("InvalidInstanceId", "")
    if command_id:
        known_command(account, command_id)
    now = account.timeline.now()
    for command in reversed(account.state.of(Commands).known.values()):
        asked = command_id in (None, command.id) and (not instance_id or instance_id in command.invocations)
        if asked and command.visible_at <= now:
            yield command


def _pairs(account: Account, params: Row) -> Iterator[Pair]:
    instance_id = params.get("InstanceId")
    for command in _visible(account, params):
        for invocation in command.invocations.values():
            if instance_id in (None, invocation.instance_id):
                yield command, invocation


def _filters(params: Row, allowed: set[str]) -> Mapping[str, str]:
    wanted = {each["key"]: each["value"] for each in params.get("Filters") or ()}
    unknown = set(wanted) - allowed
    if unknown or wanted.get("ExecutionStage", "Executing") not in _STAGES:
        raise AwsError("InvalidFilterKey", "The specified key isn't valid.")
    return wanted


def _command_fits(command: Command, wanted: Mapping[str, str]) -> bool:
    statuses = (status_of(command), details_of(command))
    return _fits(wanted, command, statuses, over=command.over)


def _invocation_fits(command: Command, invocation: Invocation, wanted: Mapping[str, str]) -> bool:
    return _fits(wanted, command, (invocation.status, invocation.details), over=invocation.over)


def _fits(wanted: Mapping[str, str], command: Command, statuses: Sequence[str], *, over: bool) -> bool:
    tests: Mapping[str, Callable[[str], bool]] = {
        "InvokedAfter": lambda value: command.requested > _time(value),
        "InvokedBefore": lambda value: command.requested < _time(value),
        "Status": lambda value: value in statuses,
        "DocumentName": lambda value: value == command.document,
        "ExecutionStage": lambda value: over == _STAGES[value],
    }
    return all(tests[key](value) for key, value in wanted.items())


def _time(value: str) -> datetime:
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        raise AwsError("ValidationException", f"{value} is not a valid ISO 8601 time") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)
