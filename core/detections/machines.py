"""Notices when the credentials of a machine's role are used somewhere else than on the machine."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.detections.event import Event
from core.detections.identity import is_outside
from core.detections.rule import HIGH, MEDIUM, Rule, advice

_MEMORY = timedelta(hours=6)
_DESKTOP = re.compile(r"darwin|macos|mac os|\bkali\b|parrot", re.IGNORECASE)
# What the agent of Systems Manager calls by itself, always from the machine.
_AGENT_SERVICES = ("ssmmessages", "ec2messages")
_AGENT_CALLS = (
    "UpdateInstanceInformation", "PutInventory", "PutComplianceItems", "ListInstanceAssociations", "ListAssociations",
    "UpdateInstanceAssociationStatus", "RequestManagedInstanceRoleToken", "GetDeployablePatchSnapshotForInstance",
)  # fmt: skip
_STOLEN = advice(
    "A machine's credentials can be read by anybody who can run a command on it or make it fetch an address, and be "
    "used "
    "from anywhere until they expire.",
    "Does the machine reach the internet through this address?; Which commands ran on the machine before? (Systems "
    "Manager, web logs); What did the role do from the other address?",
    "Deny the role's sessions issued before now (aws:TokenIssueTime); Isolate the machine and keep its disk; "
    "Demand IMDSv2 with a hop limit of one",
)
_SHARED = Rule(
    slug="machine-role-with-person", title="The role of a machine was used from a person's address", severity=HIGH,
    technique="T1552.005", category="credential_access", calls=frozenset(), advice=_STOLEN, confidence="medium",
)  # fmt: skip
_MOVED = Rule(
    slug="machine-role-elsewhere", title="The role of a machine was used from another address", severity=MEDIUM,
    technique="T1552.005", category="credential_access", calls=frozenset(), advice=_STOLEN, confidence="medium",
)  # fmt: skip
_DESK = Rule(
    slug="machine-role-on-desktop", title="The role of a machine was used on a desktop", severity=HIGH,
    technique="T1552.005", category="credential_access", calls=frozenset(), advice=_STOLEN, confidence="high",
)  # fmt: skip

RULES = (_SHARED, _MOVED, _DESK)


@dataclass(slots=True)
class _Machine:
    """Where a machine's session was seen: by its own agent, and by anything."""

    homes: set[str] = field(default_factory=set)
    places: dict[str, int] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)


class Machines:
    """Addresses of machines and of people, as far as they were seen in this stretch of events."""

    def __init__(self) -> None:
        self._machines: dict[str, _Machine] = {}
        self._people: dict[str, tuple[datetime, int]] = {}

    def seen(self, event: Event) -> list[tuple[Rule, tuple[int, ...]]]:
        """What this event says about a machine's credentials, with the events it rests on."""
        who, address = event.who, event.source_ip
        if who.service or who.through or not is_outside(address):
            return []
        if not who.instance:
            if event.at and not who.workload and not who.tool:
                self._people[address] = (event.at, event.index)
            return []
        machine = self._machines.setdefault(who.key, _Machine())
        if event.source in _AGENT_SERVICES or (event.source == "ssm" and event.name in _AGENT_CALLS):
            machine.homes.add(address)
            return []
        return self._judged(event, machine)

    def _judged(self, event: Event, machine: _Machine) -> list[tuple[Rule, tuple[int, ...]]]:
        address = event.source_ip
        first_elsewhere = next((index for place, index in machine.places.items() if _differs(place, address)), None)
        machine.places.setdefault(address, event.index)
        if address in machine.told or address in machine.homes:
            return []
        found = self._reason(event, machine, first_elsewhere)
        machine.told.update({address} if found else ())
        return [found] if found else []

    def _reason(
        self, event: Event, machine: _Machine, first_elsewhere: int | None
    ) -> tuple[Rule, tuple[int, ...]] | None:
        if _DESKTOP.search(event.agent):
            return _DESK, (event.index,)
        person = self._people.get(event.source_ip)
        if person and event.at and event.at - person[0] <= _MEMORY:
            return _SHARED, (person[1], event.index)
        if any(_differs(home, event.source_ip) for home in machine.homes):
            return _MOVED, (event.index,)
        return (_MOVED, (first_elsewhere, event.index)) if first_elsewhere is not None else None


def _differs(place: str, other: str) -> bool:
    """Whether two addresses of one family are different; a machine may well have one of each."""
    return place != other and (":" in place) == (":" in other)
