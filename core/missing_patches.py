"""A patch that is missing: since when, by when it must be there, and how sure that is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from core.compliance import PatchRules
from core.confidence import Confidence
from core.findings import Finding
from core.model import Model
from core.patches import Patch, Rating, Scan, rating, rating_of

_INSPECTOR, _REMEMBERED, _ONE_SCAN = 0.85, 0.6, 0.3
_NEVER = datetime.max.replace(tzinfo=UTC)
_RANK = {each: rank for rank, each in enumerate(Rating)}


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


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known besides the scans: findings, and by instance and patch which scan first showed it missing."""

    findings: Mapping[tuple[str, str], Finding] = field(default_factory=dict)
    anywhere: Mapping[str, Finding] = field(default_factory=dict)
    first_seen: Mapping[str, Mapping[str, datetime]] = field(default_factory=dict)

    @classmethod
    def of(cls, findings: Iterable[Finding], first_seen: Mapping[str, Mapping[str, datetime]]) -> "Evidence":
        """Of a vulnerability in several packages of an instance, the finding that was observed first."""
        latest_first = sorted(findings, key=lambda each: each.first_observed, reverse=True)
        return cls(
            {(each.instance_id, each.vulnerability_id): each for each in latest_first},
            {each.vulnerability_id: each for each in latest_first},
            first_seen,
        )

    def here(self, instance_id: str, cves: Iterable[str]) -> list[Finding]:
        """The findings on one instance: they tell since when."""
        return [self.findings[instance_id, cve] for cve in cves if (instance_id, cve) in self.findings]

    def known(self, instance_id: str, cves: Iterable[str]) -> list[Finding]:
        """The same, or else of any instance: a vulnerability is as severe and as exploited everywhere."""
        found = (self.findings.get((instance_id, cve)) or self.anywhere.get(cve) for cve in cves)
        return [each for each in found if each]


def missing_patch(
    patch: Patch, *, scan: Scan, platform: str, evidence: Evidence, rules: PatchRules, now: datetime
) -> MissingPatch:
    """A missing patch with its age and day.

    Args:
        patch: As Patch Manager tells it.
        scan: The scan that found it missing.
        platform: The name of the system, as a severity means something else on Debian's.
        evidence: What else is known of it.
        rules: Days for each rating.
        now: For what is overdue.
    """
    known = evidence.known(scan.instance_id, patch.cves)
    first_seen = evidence.first_seen.get(scan.instance_id, {}).get(patch.name)
    told = rating(patch.severity, platform)
    found = min((rating_of(each.severity) for each in known), key=_RANK.__getitem__, default=Rating.UNRATED)
    rated = told if told is not Rating.UNRATED else found
    since, confidence = _since(scan.ended, first_seen, evidence.here(scan.instance_id, patch.cves))
    due = min(since + timedelta(days=rules.days(rated)), _due(since, known))
    return MissingPatch(
        instance_id=scan.instance_id,
        name=patch.name,
        title=patch.title,
        rating=rated,
        rated_by_finding=told is Rating.UNRATED and rated is not Rating.UNRATED,
        classification=patch.classification,
        failed=patch.failed,
        cves=patch.cves,
        known_exploited=_exploited(known),
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


def _exploited(known: Sequence[Finding]) -> bool | None:
    if any(each.known_exploited or each.exploit_observed for each in known):
        return True
    return False if known and all(each.facts_known for each in known) else None


def _due(since: datetime, known: Iterable[Finding]) -> datetime:
    """The end of CISA's day for a known exploited vulnerability; at once where that day had passed before."""
    days = [each.known_exploited.due for each in known if each.known_exploited and each.known_exploited.due]
    ends = (datetime.combine(day + timedelta(days=1), time(), UTC) for day in days)
    return max(since, min(ends, default=_NEVER))


def urgency(patch: MissingPatch) -> tuple[bool, int, datetime, str, str]:
    """A sort key: overdue first, then by rating and day."""
    return (not patch.overdue, _RANK[patch.rating], patch.due, patch.name, patch.instance_id)
