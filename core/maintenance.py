"""Maintenance windows of Systems Manager: whom they hit, and when they run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.fleet import Instance


@dataclass(frozen=True, slots=True)
class Target:
    """Machines by `InstanceIds`, `tag:Name` or `tag-key`; any other key names what only AWS can look up."""

    key: str
    values: tuple[str, ...]

    def hits(self, instance: Instance) -> bool | None:
        """Whether the machine is among them; None where that cannot be told from the machine."""
        kind, _, tag = self.key.partition(":")
        match kind.lower():
            case "instanceids":
                return instance.instance_id in self.values
            case "tag":
                return instance.tags.get(tag) in self.values
            case "tag-key":
                return any(key in self.values for key in instance.tags)
            case _:
                return None


@dataclass(frozen=True, slots=True)
class MaintenanceWindow:
    """An enabled window; each inner tuple of `targets` is one registration, all parts of which must fit."""

    window_id: str
    name: str
    duration_h: int
    targets: tuple[tuple[Target, ...], ...]

    def hits(self, instance: Instance) -> bool | None:
        """Whether it works on the machine; None where one of its targets cannot be told from the machine."""
        told = [_all(target.hits(instance) for target in registered) for registered in self.targets]
        return True if True in told else None if None in told else False


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a window that lies ahead."""

    window: MaintenanceWindow
    start: datetime
    end: datetime


def _all(parts: Iterable[bool | None]) -> bool | None:
    told = list(parts)
    return False if False in told else None if None in told else bool(told)
