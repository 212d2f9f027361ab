from datetime import UTC, datetime, timedelta

import pytest

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError
from sandbox.aws.findings import FindingIndex
from sandbox.aws.ssm.command import Command, Commands, Invocation
from sandbox.aws.ssm.get_command_invocation import get_command_invocation
from sandbox.aws.ssm.list_commands import list_commands
from sandbox.aws.timeline import Timeline

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ID, MACHINE = "a" * 36, "i-00000000000000001"


def sent_at_noon(seconds_later: float, **changes: object) -> tuple[Account, Invocation]:
    """An account some time after it got its only command."""
    invocation = Invocation(MACHINE)
    for name, value in changes.items():
        setattr(invocation, name, value)
    command = Command(
        id=ID,
        document="SRE-MachineFacts",
        version="$DEFAULT",
        plugin="facts",
        parameters={},
        requested=NOON,
        visible_at=NOON + timedelta(seconds=1.5),
        expires=NOON + timedelta(hours=1),
        execution_s=60,
        max_concurrency=50,
        max_errors=0,
        request={"InstanceIds": [MACHINE], "TimeoutSeconds": 3600},
        invocations={MACHINE: invocation},
    )
    timeline = Timeline(clock=lambda: NOON + timedelta(seconds=seconds_later))
    account = Account("1" * 12, "us-west-2", NOON, {}, FindingIndex(()), timeline=timeline)
    account.state.of(Commands).known[ID] = command
    return account, invocation


def test_a_new_invocation_does_not_exist_for_its_readers_at_first() -> None:
    account, _ = sent_at_noon(1)
    with pytest.raises(AwsError) as caught:
        get_command_invocation(account, {"CommandId": ID, "InstanceId": MACHINE})
    assert caught.value.code == "InvocationDoesNotExist"
    assert list_commands(account, {"CommandId": ID})["Commands"] == []


def test_it_is_there_a_moment_later() -> None:
    account, _ = sent_at_noon(2)
    told = get_command_invocation(account, {"CommandId": ID, "InstanceId": MACHINE})
    assert (told["Status"], told["ResponseCode"], told["ExecutionStartDateTime"]) == ("Pending", -1, "")
    assert len(list_commands(account, {"CommandId": ID})["Commands"]) == 1


def test_times_are_written_as_systems_manager_writes_them() -> None:
    account, _ = sent_at_noon(9, details="Success", code=0, began=NOON, ended=NOON + timedelta(seconds=2.5))
    told = get_command_invocation(account, {"CommandId": ID, "InstanceId": MACHINE})
    assert told["ExecutionStartDateTime"] == "2026-11-20T12:00:00.000Z"
    assert told["ExecutionElapsedTime"] == "PT2.500S"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"CommandId": "b" * 36, "InstanceId": MACHINE}, "InvalidCommandId"),
        ({"CommandId": ID, "InstanceId": "i-00000000000000002"}, "InvocationDoesNotExist"),
        ({"CommandId": ID, "InstanceId": MACHINE, "PluginName": "aws:runShellScript"}, "InvalidPluginName"),
    ],
)
def test_what_was_never_sent_is_refused(asked: dict[str, str], code: str) -> None:
    account, _ = sent_at_noon(9)
    with pytest.raises(AwsError) as caught:
        get_command_invocation(account, asked)
    assert caught.value.code == code
