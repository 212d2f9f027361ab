"""Commands of somebody else, on machines that a scenario keeps busy."""

from sandbox.aws.account import Account
from sandbox.aws.ssm.command import Commands
from sandbox.aws.ssm.disk import is_windows
from sandbox.aws.ssm.reach import answers
from sandbox.aws.ssm.send_command import sent

_DOCUMENT, _COMMENT = "AWS-RunShellScript", "Somebody else's script"


def occupy(account: Account) -> None:
    """Start a script that goes on until the scenario is over, on each busy machine that has none."""
    with account.timeline.caught_up():
        known = account.state.of(Commands).known.values()
        busy = {
            instance_id
            for command in known
            if command.request.get("Comment") == _COMMENT and not command.over
            for instance_id in command.invocations
        }
        for host in account.hosts.values():
            free = host.id not in busy and not is_windows(host) and answers(account, host)
            if account.scenarios.of(host.id).busy and free:
                given = {"InstanceIds": [host.id], "Parameters": {"commands": ["sleep 3600"]}}
                sent(account, {"DocumentName": _DOCUMENT, "Comment": _COMMENT, **given})
