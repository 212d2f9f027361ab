"""How an instance stands with its patches, by what Systems Manager says of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import Field

from core.fleet import Instance
from core.model import Model
from core.patches import Node, Rating, Scan


class Standing(StrEnum):
    """How an instance stands, worst first. Only COMPLIANT is good; everything from STALE on is not known."""

    NON_COMPLIANT = "non_compliant"
    PENDING_REBOOT = "pending_reboot"
    STALE = "stale"
    CONNECTION_LOST = "connection_lost"
    NEVER_SCANNED = "never_scanned"
    UNMANAGED = "unmanaged"
    UNKNOWN = "unknown"
    COMPLIANT = "compliant"


class PatchRules(Model):
    """Days within which a missing patch must be there, counted from when it was first known, and scans are repeated.

    An unrated patch must be there as soon as a high one.
    """

    critical: int = 15
    high: int = 30
    medium: int = 90
    low: int = 180
    stale_after: int = 7

    def days(self, of: Rating) -> int:
        """The days for a rating."""
        by_rating = {Rating.CRITICAL: self.critical, Rating.MEDIUM: self.medium, Rating.LOW: self.low}
        return by_rating.get(of, self.high)


class InstancePatches(Model):
    """One instance of the answer. `reason` says in a clause why it stands as it does; `notes` why it stands `besides`.

    `scan` is None where there was none or it could not be asked for. `by_rating`, `overdue` and `oldest` are of the
    missing patches that could be read; `read` is False where they could not, and only the scan's counts are known.
    """

    instance: Instance
    standing: Standing
    reason: str
    besides: tuple[Standing, ...] = ()
    notes: tuple[str, ...] = ()
    scan: Scan | None = None
    read: bool = True
    by_rating: dict[Rating, int] = Field(default_factory=dict)
    overdue: int = 0
    oldest: datetime | None = None


class Known(Model):
    """What Systems Manager told about one instance; `asked_*` False where it could not be asked."""

    node: Node | None = None
    scan: Scan | None = None
    asked_node: bool = True
    asked_scan: bool = True


def standings(instance: Instance, known: Known, rules: PatchRules, now: datetime) -> tuple[tuple[Standing, str], ...]:
    """How an instance stands, each with the reason in a clause, the weightiest first; at least one."""
    if known.scan is None:
        return (_unscanned(instance, known),)
    found = (*_said(known.scan), *_doubts(instance, known, rules, now))
    return found or ((Standing.COMPLIANT, "nothing was missing at the last scan"),)


def _unscanned(instance: Instance, known: Known) -> tuple[Standing, str]:
    if known.asked_node and known.node is None:
        stopped = f"; it is {instance.state}" if instance.state != "running" else ""
        return Standing.UNMANAGED, f"Systems Manager does not manage it{stopped}"
    if not (known.asked_node and known.asked_scan):
        return Standing.UNKNOWN, "Systems Manager could not be asked"
    silent = "" if instance.state == "running" else f"; it is {instance.state}"
    return Standing.NEVER_SCANNED, f"no patch scan has ever run on it{silent}"


def _said(scan: Scan) -> Iterable[tuple[Standing, str]]:
    """What the scan itself says against the instance."""
    counts = ((scan.missing, "missing"), (scan.failed, "failed to install"), (scan.rejected, "installed but rejected"))
    wrong = [(count, word) for count, word in counts if count]
    if wrong:
        first = "patch" if wrong[0][0] == 1 else "patches"
        words = ", ".join(f"{count} {word}" for count, word in wrong)
        yield Standing.NON_COMPLIANT, words.replace(" ", f" {first} ", 1)
    if scan.pending_reboot:
        patches = "patch waits" if scan.pending_reboot == 1 else "patches wait"
        yield Standing.PENDING_REBOOT, f"{scan.pending_reboot} installed {patches} for a reboot"


def _doubts(instance: Instance, known: Known, rules: PatchRules, now: datetime) -> Iterable[tuple[Standing, str]]:
    """Why the scan may not be true any more."""
    age = now - known.scan.ended if known.scan else timedelta()
    if age > timedelta(days=rules.stale_after):
        yield Standing.STALE, "its last scan is too old to rely on"
    if instance.state not in {"running", "unknown"}:
        yield Standing.CONNECTION_LOST, f"the instance is {instance.state}"
    elif known.asked_node and known.node is None:
        yield Standing.UNMANAGED, "Systems Manager does not manage it any more"
    elif known.node and not known.node.online:
        yield Standing.CONNECTION_LOST, "its agent is silent"
