"""GetCommandInvocation and CancelCommand: one command by its id."""

from collections.abc import Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError
from sandbox.aws.ssm.command import Command, Invocation
from sandbox.aws.ssm.disk import is_windows
from sandbox.aws.ssm.list_commands import known_command
from sandbox.aws.ssm.sending import cancel
from sandbox.aws.ssm.told import iso, output_url

Row = Mapping[str, Any]


def get_command_invocation(account: Account, params: Row) -> Row:
    """A command on one machine with its output; for a moment after sending it does not exist yet."""
    with account.timeline.caught_up():
        command = known_command(account, params["CommandId"])
        invocation = command.invocations.get(params["InstanceId"])
        if invocation is None or account.timeline.now() < command.visible_at:
            raise AwsError("InvocationDoesNotExist", "")
        plugin = _plugin(account, command, invocation)
        if params.get("PluginName") not in (None, plugin):
            raise AwsError("InvalidPluginName", "")
        return {**_told(account, command, invocation), "PluginName": plugin}


def cancel_command(account: Account, params: Row) -> Row:
    """Ask for the end of a command; what has begun may be done all the same."""
    with account.timeline.caught_up():
        command = known_command(account, params["CommandId"])
        ids = params.get("InstanceIds") or []
        if len(set(ids)) != len(ids):
            raise AwsError("DuplicateInstanceId", "")
        if set(ids) - set(command.invocations):
            raise AwsError("InvalidInstanceId", "")
        cancel(account, command, set(ids) or set(command.invocations))
        return {}


def _plugin(account: Account, command: Command, invocation: Invocation) -> str:
    """The step that ran: the document of AWS has one for each system."""
    if command.plugin != "PatchLinux" or not is_windows(account.hosts[invocation.instance_id]):
        return command.plugin
    return "PatchWindows"


def _told(account: Account, command: Command, invocation: Invocation) -> Row:
    elapsed = (invocation.ended - invocation.began).total_seconds() if invocation.ended and invocation.began else None
    return {
        "CommandId": command.id,
        "InstanceId": invocation.instance_id,
        "Comment": command.request.get("Comment", ""),
        "DocumentName": command.document,
        "DocumentVersion": command.version,
        "ResponseCode": invocation.code,
        "ExecutionStartDateTime": iso(invocation.began),
        "ExecutionElapsedTime": f"PT{elapsed:.3f}S" if elapsed is not None else "",
        "ExecutionEndDateTime": iso(invocation.ended) if invocation.began else "",
        "Status": invocation.status,
        "StatusDetails": invocation.details,
        "StandardOutputContent": invocation.stdout,
        "StandardOutputUrl": output_url(account, command, invocation, "stdout"),
        "StandardErrorContent": invocation.stderr,
        "StandardErrorUrl": output_url(account, command, invocation, "stderr"),
        "CloudWatchOutputConfig": {
            "CloudWatchOutputEnabled": False,
            **command.request.get("CloudWatchOutputConfig", {}),
        },
    }
