"""One approved execution whose calls end in the test."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from services.aws.changes.change_role import ChangeRole, Execution
from services.aws.changes.writer import Writer
from services.aws.session import Aws
from tests.services.aws.wire import Asked, Wire

MACHINE, OTHER = "i-0aaaaaaaaaaaaaaa1", "i-0aaaaaaaaaaaaaaa2"
RUN = Execution("w-20260301-abc123", "U0APPROVE1")
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


class ActingHere(ChangeRole):
    """The role, without assuming one."""

    def __init__(self, aws: Aws) -> None:
        self._acting_here = aws
        self.forgotten = 0

    def acting_for(self, execution: Execution) -> Aws:
        del execution
        return self._acting_here

    def forget(self, execution: Execution) -> None:
        del execution
        self.forgotten += 1


def writer(aws: Aws, wire: Wire, *, opted_in: bool = True) -> Writer:
    """Writes to one machine."""
    wire.on("ec2", "DescribeInstances", lambda _: described(opted_in=opted_in))
    wire.asked_quietly.add("DescribeInstances")
    return Writer(aws, ActingHere(aws), RUN, frozenset({MACHINE}))


def described(*, opted_in: bool) -> Mapping[str, Any]:
    """One machine, with or without the tag."""
    tags = [{"Key": "PatchAutomation", "Value": "enabled" if opted_in else "no"}]
    return {"Reservations": [{"Instances": [{"InstanceId": MACHINE, "Tags": tags}]}]}


def empty(_: Asked) -> Mapping[str, Any]:
    """An answer without anything in it."""
    return {}
