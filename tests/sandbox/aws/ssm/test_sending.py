import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Json
from tests.sandbox.aws.ssm.quick import FACTS, HEALTH, PATCH, Quick


def summary(quick: Quick, command_id: str) -> Json:
    found: Json = quick.ssm.list_commands(CommandId=command_id)["Commands"][0]
    return found


def details(quick: Quick, command_id: str) -> dict[str, str]:
    rows = quick.ssm.list_command_invocations(CommandId=command_id)["CommandInvocations"]
    return {row["InstanceId"]: row["StatusDetails"] for row in rows}


@pytest.mark.parametrize(
    ("delivery", "status", "told"),
    [
        ("undeliverable", "Failed", "Undeliverable"),
        ("access_denied", "Failed", "AccessDenied"),
        ("delivery_times_out", "TimedOut", "DeliveryTimedOut"),
    ],
)
def test_a_command_may_never_arrive(quick: Quick, delivery: str, status: str, told: str) -> None:
    machine = quick.machine()
    quick.trouble(machine, delivery=delivery)
    command_id = quick.send(FACTS, machine, timeout_s=30 if status == "TimedOut" else 3600)
    ended = quick.ended(command_id, machine)
    assert (ended["Status"], ended["StatusDetails"], ended["ResponseCode"]) == (status, told, -1)
    assert (ended["ExecutionStartDateTime"], ended["StandardOutputContent"]) == ("", "")
    assert summary(quick, command_id)["ErrorCount"] == 0


def test_the_summary_says_success_where_one_machine_never_got_the_command(quick: Quick) -> None:
    well, gone = quick.machine(), quick.machine()
    quick.trouble(gone, delivery="undeliverable")
    command_id = quick.send(FACTS, well, gone)
    quick.ended(command_id, well)
    assert details(quick, command_id) == {well: "Success", gone: "Undeliverable"}
    assert summary(quick, command_id)["Status"] == "Success"


def test_after_too_many_errors_nobody_else_gets_the_command(quick: Quick) -> None:
    machines = [quick.machine() for _ in range(3)]
    quick.trouble(machines[0], exit_code=1)
    sent = quick.ssm.send_command(
        DocumentName=PATCH,
        InstanceIds=machines,
        MaxConcurrency="1",
        MaxErrors="0",
        Parameters={"Operation": ["Install"]},
    )
    command_id = sent["Command"]["CommandId"]
    quick.wait(lambda: bool(details(quick, command_id)) and summary(quick, command_id)["CompletedCount"] == 3)
    assert list(details(quick, command_id).values()) == ["Failed", "Terminated", "Terminated"]
    assert (summary(quick, command_id)["Status"], summary(quick, command_id)["ErrorCount"]) == ("Failed", 1)


def test_an_agent_that_is_lost_in_the_middle_never_reports(quick: Quick) -> None:
    machine = quick.machine()
    quick.trouble(machine, agent_lost=True)
    ended = quick.run(PATCH, machine, timeout_s=30, Operation="Install", RebootOption="NoReboot")
    (node,) = quick.ssm.describe_instance_information(Filters=[{"Key": "InstanceIds", "Values": [machine]}])[
        "InstanceInformationList"
    ]
    assert (ended["StatusDetails"], node["PingStatus"]) == ("DeliveryTimedOut", "ConnectionLost")
    assert quick.effects("install", machine) == 1


def test_what_takes_too_long_is_stopped(quick: Quick) -> None:
    machine = quick.machine()
    quick.trouble(machine, install_s=9_000)
    ended = quick.run(PATCH, machine, Operation="Install")
    assert (ended["Status"], ended["StatusDetails"]) == ("TimedOut", "ExecutionTimedOut")
    assert quick.effects("install", machine) == 0
    assert quick.facts(machine)["package_manager_locked"] is False


def test_a_cancelled_install_changes_nothing(quick: Quick) -> None:
    machine = quick.machine()
    quick.trouble(machine, install_s=5_000)
    command_id = quick.send(PATCH, machine, Operation="Install")
    quick.wait(lambda: "InProgress" in details(quick, command_id).values())
    quick.ssm.cancel_command(CommandId=command_id)
    assert quick.ended(command_id, machine)["StatusDetails"] == "Cancelled"
    assert summary(quick, command_id)["Status"] == "Cancelled"
    assert quick.effects("install", machine) == 0


def test_cancelling_what_is_over_changes_nothing(quick: Quick) -> None:
    machine = quick.machine()
    command_id = quick.send(HEALTH, machine)
    quick.ended(command_id, machine)
    quick.ssm.cancel_command(CommandId=command_id, InstanceIds=[machine])
    assert quick.ended(command_id, machine)["Status"] == "Success"


def test_only_what_was_sent_can_be_cancelled(quick: Quick) -> None:
    machine, other = quick.machine(), quick.machine()
    command_id = quick.send(HEALTH, machine)
    with pytest.raises(ClientError, match="InvalidInstanceId"):
        quick.ssm.cancel_command(CommandId=command_id, InstanceIds=[other])
    with pytest.raises(ClientError, match="InvalidCommandId"):
        quick.ssm.cancel_command(CommandId="0" * 36)


def test_a_busy_machine_shows_somebody_elses_command_until_the_scenario_is_over(quick: Quick) -> None:
    machine = quick.machine()
    quick.trouble(machine, busy=True)
    under_way = [{"key": "ExecutionStage", "value": "Executing"}]
    quick.wait(lambda: bool(quick.ssm.list_commands(InstanceId=machine, Filters=under_way)["Commands"]))
    (found,) = quick.ssm.list_commands(InstanceId=machine, Filters=under_way)["Commands"]
    assert found["DocumentName"] == "AWS-RunShellScript"
    quick.trouble(machine)
    quick.wait(lambda: not quick.ssm.list_commands(InstanceId=machine, Filters=under_way)["Commands"])
    assert quick.effects("command:AWS-RunShellScript", machine) == 0
