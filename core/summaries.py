"""The sentence of an answer that stands alone: in a notification, on a terminal, in a model's context."""

from collections.abc import Iterable, Sequence
from datetime import date

from core.answers.vuln_analyze import Remedy
from core.answers.vuln_check import InstanceFindings
from core.findings import Finding, SeverityCounts
from core.gaps import Gap, whole

_REASONS = {
    "UNMANAGED_EC2_INSTANCE": "Systems Manager does not manage it",
    "NO_INVENTORY": "no software inventory has arrived",
    "STALE_INVENTORY": "its software inventory is stale",
    "NOT_COVERED": "Inspector does not list it",
    "INTERNAL_ERROR": "Inspector met an internal error",
    "PENDING_INITIAL_SCAN": "its first scan is pending",
    "SCAN_ELIGIBILITY_EXPIRED": "its scan period is over",
    "UNSUPPORTED_OS": "its operating system is not supported",
    "EXCLUDED_BY_TAG": "a tag excludes it from scanning",
    "EC2_INSTANCE_STOPPED": "the instance is stopped",
    "AGENTLESS_INSTANCE_STORAGE_LIMIT_EXCEEDED": "its volumes are too large to scan without an agent",
}


def counted(count: int, noun: str) -> str:
    """`1 finding`, `31 findings`, `no findings`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}" if count else f"no {noun}s"


def coverage_reason(each: InstanceFindings) -> str:
    """Why nothing is known of an instance, as a clause."""
    if each.coverage is None:
        return "Inspector could not be asked"
    reason = each.coverage.reason
    return _REASONS.get(reason, reason.replace("_", " ").lower() or "Inspector gives no reason")


def severities(counts: SeverityCounts) -> str:
    """`4 critical and 9 high findings`, or the most severe that there are."""
    named = [(counts.critical, "critical"), (counts.high, "high"), (counts.medium, "medium"), (counts.other, "other")]
    present = [(number, word) for number, word in named if number][:2]
    if not present:
        return "no findings"
    head = " and ".join(f"{number:,} {word}" for number, word in present)
    return f"{head} finding{'' if present[-1][0] == 1 else 's'}"


def findings_summary(
    subject: Sequence[InstanceFindings],
    counts: SeverityCounts,
    findings: Iterable[Finding],
    gaps: Sequence[Gap],
    today: date,
) -> str:
    """For example `12 instances: 4 critical and 9 high findings, 1 known exploited (next due 24 Nov 2026)`."""
    who = subject[0].instance.label if len(subject) == 1 else counted(len(subject), "instance")
    unknown = [each for each in subject if each.unknown]
    if len(subject) == 1 and unknown and not counts.total:
        return f"{who}: unknown, because {coverage_reason(unknown[0])}"
    said = f"{who}: {severities(counts)}{_exploited(findings, today)}"
    if unknown and len(subject) > 1:
        said += f"; {len(unknown)} of {len(subject)} not scanned"
    return f"{said}{_partial(gaps)}"


def analysis_summary(
    subject: InstanceFindings, score: int | None, remedies: Sequence[Remedy], gaps: Sequence[Gap]
) -> str:
    """For example `web-3: risk 86 of 100, 31 findings. First: upgrade openssl to 3.0.7-27.el9`."""
    label = subject.instance.label
    if score is None:
        return f"{label}: risk unknown, because {coverage_reason(subject)}"
    said = f"{label}: risk {score} of 100, {counted(subject.counts.total, 'finding')}"
    if subject.unknown:
        said += f"; not scanned any more, because {coverage_reason(subject)}"
    if remedies:
        action = remedies[0].action
        said += f". First: {action[0].lower()}{action[1:]}"
    return f"{said}{_partial(gaps)}"


def _partial(gaps: Sequence[Gap]) -> str:
    """A list that is short by choice is no partial answer: its numbers are of everything."""
    return "" if whole(gaps) else "; partial answer"


def _exploited(findings: Iterable[Finding], today: date) -> str:
    known = {each.vulnerability_id: each.known_exploited for each in findings if each.known_exploited}
    if not known:
        return ""
    dues = sorted(fact.due for fact in known.values() if fact.due)
    overdue = sum(due < today for due in dues)
    said = [f"{overdue} overdue"] if overdue else []
    said += [f"next {due_words(dues[overdue])}"] if overdue < len(dues) else []
    return f", {len(known)} known exploited{_bracketed(said)}"


def due_words(due: date) -> str:
    """`due 24 Nov 2026`."""
    return f"due {due:%-d %b %Y}"


def _bracketed(words: Sequence[str]) -> str:
    return f" ({', '.join(words)})" if words else ""
