"""A command of Run Command and its invocations, one per machine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# The detailed status says why; the plain one is what it amounts to.
# https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
STATUS_OF = {
    "Pending": "Pending",
    "InProgress": "InProgress",
    "Delayed": "Delayed",
    "Cancelling": "Cancelling",
    "Success": "Success",
    "Failed": "Failed",
    "Cancelled": "Cancelled",
    "DeliveryTimedOut": "TimedOut",
    "ExecutionTimedOut": "TimedOut",
    "Undeliverable": "Failed",
    "InvalidPlatform": "Failed",
    "AccessDenied": "Failed",
    "Terminated": "Cancelled",
    "Incomplete": "Failed",
    "NoInstancesInTag": "Success",
}
OPEN = frozenset({"Pending", "InProgress", "Delayed", "Cancelling"})
ERRORS = frozenset({"Failed", "ExecutionTimedOut"})


@dataclass(slots=True)
class Invocation:
    """A command on one machine; `code` is -1 until a script has ended."""

    instance_id: str
    details: str = "Pending"
    code: int = -1
    stdout: str = ""
    stderr: str = ""
    began: datetime | None = None
    ended: datetime | None = None

    @property
    def status(self) -> str:
        """The plain status."""
        return STATUS_OF[self.details]

    @property
    def over(self) -> bool:
        """Whether it has come to an end."""
        return self.details not in OPEN


@dataclass(slots=True)
class Command:
    """What was sent, and what became of it on each machine. `request` keeps the members that are only told again."""

    id: str
    document: str
    version: str
    plugin: str
    parameters: Mapping[str, Sequence[str]]
    requested: datetime
    visible_at: datetime
    expires: datetime
    execution_s: float
    max_concurrency: int
    max_errors: int
    request: Mapping[str, Any]
    invocations: dict[str, Invocation] = field(default_factory=dict)
    cancelled: bool = False

    @property
    def over(self) -> bool:
        """Whether it has come to an end on every machine."""
        return all(each.over for each in self.invocations.values())

    def count(self, *details: str) -> int:
        """How many invocations have one of these detailed statuses."""
        return sum(each.details in details for each in self.invocations.values())


@dataclass(slots=True)
class Commands:
    """Every command of the account, by id, in the order they were sent."""

    known: dict[str, Command] = field(default_factory=dict)


def details_of(command: Command) -> str:
    """The detailed status of the whole command."""
    if not command.invocations:
        return "NoInstancesInTag"
    if not command.over:
        return _underway(command)
    if command.cancelled:
        return "Cancelled"
    return _result(command)


def _underway(command: Command) -> str:
    if command.cancelled:
        return "Cancelling"
    if command.count("Pending") == len(command.invocations):
        return "Pending"
    return "Delayed" if command.count("Pending", "Delayed") == len(command.invocations) else "InProgress"


def _result(command: Command) -> str:
    enough = max(1, command.max_errors)
    for details in ("Failed", "ExecutionTimedOut", "DeliveryTimedOut"):
        if command.count(details) >= enough:
            return details
    never_began = command.count("Undeliverable", "InvalidPlatform", "AccessDenied")
    if never_began == len(command.invocations):
        return "Failed"
    return "Success" if command.count("Success") + never_began == len(command.invocations) else "Incomplete"


def status_of(command: Command) -> str:
    """The plain status of the whole command, which knows no Delayed."""
    details = details_of(command)
    return "Pending" if details == "Delayed" else STATUS_OF[details]
