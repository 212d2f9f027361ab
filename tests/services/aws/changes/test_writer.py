import pytest

from core.errors import Cause, Conflict, NotAllowed, Upstream
from services.aws.changes.fence import NoFence
from services.aws.changes.reboots import Reboots
from services.aws.changes.writer import Writer, may_have_happened
from services.aws.session import Aws
from tests.services.aws.changes.changing import MACHINE, OTHER, RUN, ActingHere, described, empty, writer
from tests.services.aws.wire import Wire, aws_error, fails


def test_a_machine_of_the_plan_that_is_opted_in_is_written_to(aws: Aws, wire: Wire) -> None:
    wire.on("ec2", "RebootInstances", empty)
    Reboots(writer(aws, wire)).reboot(MACHINE)
    assert wire.asked == [{"InstanceIds": [MACHINE]}]


def test_a_machine_that_is_not_opted_in_is_never_written_to(aws: Aws, wire: Wire) -> None:
    wire.on("ec2", "RebootInstances", empty)
    with pytest.raises(NotAllowed, match="PatchAutomation=enabled"):
        Reboots(writer(aws, wire, opted_in=False)).reboot(MACHINE)
    assert wire.asked == []


def test_a_machine_outside_the_plan_is_never_written_to(aws: Aws, wire: Wire) -> None:
    wire.on("ec2", "RebootInstances", empty)
    with pytest.raises(NotAllowed, match="not in the approved plan"):
        Reboots(writer(aws, wire)).reboot(OTHER)
    assert wire.asked == []


class Lost(NoFence):
    """Somebody else has taken the execution over."""

    def check(self) -> None:
        raise Conflict("Somebody else has it.")


def test_an_execution_that_lost_its_lease_writes_nothing(aws: Aws, wire: Wire) -> None:
    wire.on("ec2", "RebootInstances", empty)
    wire.on("ec2", "DescribeInstances", lambda _: described(opted_in=True))
    wire.asked_quietly.add("DescribeInstances")
    with pytest.raises(Conflict):
        Reboots(Writer(aws, ActingHere(aws), RUN, frozenset({MACHINE}), Lost())).reboot(MACHINE)
    assert wire.asked == []


def test_credentials_that_expired_are_asked_for_anew_next_time(aws: Aws, wire: Wire) -> None:
    wire.on("ec2", "RebootInstances", fails(aws_error("ExpiredToken")))
    wire.on("ec2", "DescribeInstances", lambda _: described(opted_in=True))
    role = ActingHere(aws)
    with pytest.raises(Upstream, match="expired"):
        Reboots(Writer(aws, role, RUN, frozenset({MACHINE}))).reboot(MACHINE)
    assert role.forgotten == 1


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (Cause.TIMED_OUT, True),
        (Cause.UNREACHABLE, True),
        (Cause.BROKEN, True),
        (Cause.REFUSED, False),
        (Cause.THROTTLED, False),
    ],
)
def test_only_a_lost_answer_may_have_had_an_effect(cause: Cause, *, expected: bool) -> None:
    assert may_have_happened(Upstream("x", cause=cause, retryable=True)) is expected
