"""How an instance stands with its patches, how old a missing one is, and by when it must be there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from pydantic import Field

from core.confidence import Confidence
from core.findings import Finding
from core.fleet import Instance
from core.model import Model
from core.patches import Node, Patch, Rating, Scan, rating, rating_of

_INSPECTOR, _REMEMBERED, _ONE_SCAN = 0.85, 0.6, 0.3
_NEVER = datetime.max.replace(tzinfo=UTC)
_RANK = {each: rank for rank, each in enumerate(Rating)}


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


class MissingPatch(Model):
    """A patch that an instance lacks.

    `since` is the earliest moment at which it is known to have been due; it may have been for longer, so that
    `overdue` is sure where it is said, and "not overdue" only as sure as `confidence`. `known_exploited` is None where
    nobody said. `rated_by_finding` tells that Inspector's severity stands in for one that Patch Manager does not give.
    """

    instance_id: str
    name: str
    title: str
    rating: Rating
    rated_by_finding: bool
    classification: str
    failed: bool
    cves: tuple[str, ...]
    known_exploited: bool | None
    since: datetime
    due: datetime
    overdue: bool
    confidence: Confidence


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
    wrong = [f"{count} {word}" for count, word in counts if count]
    if wrong:
        yield Standing.NON_COMPLIANT, ", ".join(wrong)
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


def missing_patch(
    patch: Patch,
    *,
    scan: Scan,
    platform: str,
    first_seen: datetime | None,
    findings: Mapping[str, Finding],
    rules: PatchRules,
    now: datetime,
) -> MissingPatch:
    """A missing patch with its age and day.

    Args:
        patch: As Patch Manager tells it.
        scan: The scan that found it missing.
        platform: The name of the system, as a severity means something else on Debian's.
        first_seen: The scan that was first remembered to have found it missing.
        findings: Of this instance, by vulnerability id.
        rules: Days for each rating.
        now: For what is overdue.
    """
    own = [findings[cve] for cve in patch.cves if cve in findings]
    told = rating(patch.severity, platform)
    found = min((rating_of(each.severity) for each in own), key=_RANK.__getitem__, default=Rating.UNRATED)
    rated = told if told is not Rating.UNRATED else found
    since, confidence = _since(scan.ended, first_seen, own)
    due = min(since + timedelta(days=rules.days(rated)), _due(since, own))
    return MissingPatch(
        instance_id=scan.instance_id,
        name=patch.name,
        title=patch.title,
        rating=rated,
        rated_by_finding=told is Rating.UNRATED and rated is not Rating.UNRATED,
        classification=patch.classification,
        failed=patch.failed,
        cves=patch.cves,
        known_exploited=_exploited(own),
        since=since,
        due=due,
        overdue=due < now,
        confidence=confidence,
    )


def _since(scanned: datetime, first_seen: datetime | None, own: Sequence[Finding]) -> tuple[datetime, Confidence]:
    """The earliest evidence; Systems Manager itself does not tell when a patch came out."""
    seen = min(scanned, first_seen or scanned)
    first = min(own, key=lambda each: each.first_observed, default=None)
    if first and first.first_observed <= seen:
        basis = f"Inspector has known {first.vulnerability_id} here since then"
        return first.first_observed, Confidence(value=_INSPECTOR, basis=basis)
    if seen < scanned:
        return seen, Confidence(value=_REMEMBERED, basis="missing since the first scan we saw; perhaps longer")
    return seen, Confidence(value=_ONE_SCAN, basis="only the last scan is known; perhaps missing for longer")


def _exploited(own: Sequence[Finding]) -> bool | None:
    if any(each.known_exploited or each.exploit_observed for each in own):
        return True
    return False if own and all(each.facts_known for each in own) else None


def _due(since: datetime, own: Iterable[Finding]) -> datetime:
    """The end of CISA's day for a known exploited vulnerability; at once where that day had passed before."""
    days = [each.known_exploited.due for each in own if each.known_exploited and each.known_exploited.due]
    ends = (datetime.combine(day + timedelta(days=1), time(), UTC) for day in days)
    return max(since, min(ends, default=_NEVER))


def urgency(patch: MissingPatch) -> tuple[bool, int, datetime, str, str]:
    """A sort key: overdue first, then by rating and day."""
    return (not patch.overdue, _RANK[patch.rating], patch.due, patch.name, patch.instance_id)
