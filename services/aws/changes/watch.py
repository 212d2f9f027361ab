"""What a machine must be before, during and after a change: alarms, calendars, patches, inventory."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from core.model import Model
from services.aws.changes.writer import Wire, Writer
from services.aws.persistence import every_page, persistently

_INVENTORY = "AWS-GatherSoftwareInventory"
# https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAssociationsOnce.html
_ASSOCIATIONS = 10
_UNSETTLED = ("Missing", "Failed", "InstalledPendingReboot")


class Alarm(Model):
    """An alarm that looks at a machine; `state` is OK, ALARM or INSUFFICIENT_DATA."""

    name: str
    state: str
    updated: datetime | None = None


class Watch:
    """Asks CloudWatch and Systems Manager."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._aws = writer.reader

    def alarms(self, instance_id: str) -> tuple[Alarm, ...]:
        """Every metric alarm with the machine among its dimensions."""

        def ask(token: str) -> Wire:
            with self._aws.asking("cloudwatch", "DescribeAlarms"):
                client: Any = self._aws.client("cloudwatch")
                more = {"NextToken": token} if token else {}
                answer: Wire = client.describe_alarms(AlarmTypes=["MetricAlarm"], MaxRecords=100, **more)
                return answer

        pages = every_page(ask, "NextToken")
        wires = (wire for page in pages for wire in page.get("MetricAlarms", []) if instance_id in _machines(wire))
        return tuple(
            Alarm(name=wire["AlarmName"], state=wire["StateValue"], updated=wire.get("StateUpdatedTimestamp"))
            for wire in wires
        )

    def closed_calendars(self, names: Sequence[str]) -> tuple[str, ...]:
        """Those of the change calendars that are not open now."""
        return tuple(name for name in names if self._calendar(name) != "OPEN")

    def unsettled(self, instance_id: str) -> Mapping[str, str]:
        """The patches that the last operation found missing, failed or waiting for a reboot: their state by id."""

        def ask(token: str) -> Wire:
            with self._aws.asking("ssm", "DescribeInstancePatches"):
                client: Any = self._aws.client("ssm")
                more = {"NextToken": token} if token else {}
                wanted = [{"Key": "State", "Values": list(_UNSETTLED)}]
                answer: Wire = client.describe_instance_patches(
                    InstanceId=instance_id, Filters=wanted, MaxResults=100, **more
                )
                return answer

        wires = (wire for page in every_page(ask, "NextToken") for wire in page.get("Patches", []))
        return {wire["KBId"]: wire["State"] for wire in wires}

    def refresh_inventory(self, instance_id: str) -> None:
        """Have the inventory collected now, from which Inspector learns what is installed; asked again, once more."""
        if ids := [str(wire["AssociationId"]) for wire in self._inventories()]:
            self._writer.write(instance_id, "ssm", "StartAssociationsOnce", AssociationIds=ids[:_ASSOCIATIONS])

    def inventory_since(self, moment: datetime) -> bool:
        """Whether every inventory was collected at that moment or later; AWS tells whole seconds."""
        dates = [wire.get("LastExecutionDate") for wire in self._inventories()]
        return all(date is not None and date >= moment.replace(microsecond=0) for date in dates)

    def _inventories(self) -> Iterator[Wire]:
        def ask(token: str) -> Wire:
            with self._aws.asking("ssm", "ListAssociations"):
                client: Any = self._aws.client("ssm")
                more = {"NextToken": token} if token else {}
                wanted = [{"key": "Name", "value": _INVENTORY}]
                answer: Wire = client.list_associations(AssociationFilterList=wanted, **more)
                return answer

        for page in every_page(ask, "NextToken"):
            yield from page.get("Associations", [])

    def _calendar(self, name: str) -> str:
        def ask() -> Wire:
            with self._aws.asking("ssm", "GetCalendarState"):
                client: Any = self._aws.client("ssm")
                answer: Wire = client.get_calendar_state(CalendarNames=[name])
                return answer

        return str(persistently(ask).get("State", ""))


def _machines(wire: Wire) -> set[str]:
    """The machines that an alarm looks at, by one metric or by several."""
    queries = (each.get("MetricStat", {}).get("Metric", {}) for each in wire.get("Metrics", []))
    dimensions = [each for metric in (wire, *queries) for each in metric.get("Dimensions", [])]
    return {each["Value"] for each in dimensions if each["Name"] == "InstanceId"}
