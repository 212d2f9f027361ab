"""EC2's own checks of an instance, and what AWS has scheduled for it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.answers.instance import ScheduledEvent, StatusCheck
from services.aws.persistence import persistently
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_ec2.type_defs import (
        DescribeInstanceStatusResultTypeDef,
        InstanceStatusEventTypeDef,
        InstanceStatusSummaryTypeDef,
        InstanceStatusTypeDef,
    )

_DONE = ("[Completed]", "[Canceled]")


class InstanceStatus:
    """Asks EC2."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def of(self, instance_id: str) -> tuple[tuple[StatusCheck, ...], tuple[ScheduledEvent, ...]]:
        """The checks of the machine, the system below it and its volumes, and events to come; none of one at rest.

        Raises:
            Upstream: EC2 did not answer.
        """

        def ask() -> "DescribeInstanceStatusResultTypeDef":
            with self._aws.asking("ec2", "DescribeInstanceStatus"):
                client = self._aws.client("ec2")
                return client.describe_instance_status(InstanceIds=[instance_id], IncludeAllInstances=True)

        wires = persistently(ask).get("InstanceStatuses", [])
        return (_checks(wires[0]), _events(wires[0])) if wires else ((), ())


def _checks(wire: "InstanceStatusTypeDef") -> tuple[StatusCheck, ...]:
    told = {
        "system": wire.get("SystemStatus"),
        "instance": wire.get("InstanceStatus"),
        "attached EBS": wire.get("AttachedEbsStatus"),
    }
    return tuple(_check(name, summary) for name, summary in told.items() if summary)


def _check(name: str, summary: "InstanceStatusSummaryTypeDef") -> StatusCheck:
    since = next((detail["ImpairedSince"] for detail in summary.get("Details", []) if "ImpairedSince" in detail), None)
    return StatusCheck(name=name, status=summary.get("Status", "insufficient-data"), since=_utc(since))


def _events(wire: "InstanceStatusTypeDef") -> tuple[ScheduledEvent, ...]:
    """Events that are over stay listed for a week, with a word in front."""
    return tuple(
        _event(event) for event in wire.get("Events", []) if not event.get("Description", "").startswith(_DONE)
    )


def _event(wire: "InstanceStatusEventTypeDef") -> ScheduledEvent:
    return ScheduledEvent(
        what=wire.get("Description") or wire.get("Code", "an event"),
        not_before=_utc(wire.get("NotBefore")),
        not_after=_utc(wire.get("NotAfter")),
    )


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
