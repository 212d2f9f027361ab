from datetime import UTC, datetime

import pytest

from sandbox.aws.ssm.command import Command, Invocation, details_of, status_of

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def command(*details: str, max_errors: int = 0, cancelled: bool = False) -> Command:
    return Command(
        id="a" * 36,
        document="AWS-RunPatchBaseline",
        version="1",
        plugin="PatchLinux",
        parameters={},
        requested=NOON,
        visible_at=NOON,
        expires=NOON,
        execution_s=60,
        max_concurrency=50,
        max_errors=max_errors,
        request={},
        invocations={str(number): Invocation(str(number), each) for number, each in enumerate(details)},
        cancelled=cancelled,
    )


@pytest.mark.parametrize(
    ("details", "status", "told"),
    [
        (("Pending", "Pending"), "Pending", "Pending"),
        (("Delayed", "Pending"), "Pending", "Delayed"),
        (("Success", "Pending"), "InProgress", "InProgress"),
        (("InProgress", "Delayed"), "InProgress", "InProgress"),
        (("Success", "Success"), "Success", "Success"),
        (("Success", "Failed"), "Failed", "Failed"),
        (("Success", "ExecutionTimedOut"), "TimedOut", "ExecutionTimedOut"),
        (("Success", "DeliveryTimedOut"), "TimedOut", "DeliveryTimedOut"),
        (("Undeliverable", "Undeliverable"), "Failed", "Failed"),
        (("Undeliverable", "Success"), "Success", "Success"),
        (("InvalidPlatform", "Success"), "Success", "Success"),
        (("AccessDenied",), "Failed", "Failed"),
        ((), "Success", "NoInstancesInTag"),
    ],
)
def test_the_summary_follows_from_the_invocations(details: tuple[str, ...], status: str, told: str) -> None:
    summed = command(*details)
    assert (status_of(summed), details_of(summed)) == (status, told)


def test_fewer_failures_than_allowed_leave_it_incomplete() -> None:
    assert details_of(command("Failed", "Success", "Success", max_errors=2)) == "Incomplete"
    assert details_of(command("Failed", "Failed", "Success", max_errors=2)) == "Failed"


def test_a_cancelled_command_is_cancelling_until_all_is_over() -> None:
    assert details_of(command("Cancelling", "Cancelled", cancelled=True)) == "Cancelling"
    assert details_of(command("Cancelled", "Success", cancelled=True)) == "Cancelled"
