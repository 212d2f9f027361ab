"""Puts a report together from everything that is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.answers.report import ExploitedRow, Figures, ReportBody
from core.answers.vuln_check import InstanceFindings
from core.findings import SeverityCounts
from core.gaps import Gap, whole
from core.place import Place
from core.report import rows
from core.report.actions import recommendations
from core.report.deadlines import Days
from core.report.judged import Judged, judged
from core.report.ledger import Line
from core.report.machines import by_instance, by_owner
from core.report.people import shown
from core.report.trend import trend
from core.report.words import executive_summary, headline


@dataclass(frozen=True, slots=True)
class Most:
    """How many rows of each list a report holds."""

    recommendations: int
    owners: int
    instances: int
    exploited: int
    unknown: int
    findings: int


# In the file; a page with more rows is no longer read, and every finding is in the CSV.
IN_FILE = Most(recommendations=200, owners=200, instances=300, exploited=300, unknown=1000, findings=500)
# In the answer, which is stored in one item of at most 400 KB and read by models.
IN_ANSWER = Most(recommendations=20, owners=30, instances=20, exploited=30, unknown=50, findings=10)


@dataclass(frozen=True, slots=True)
class Census:
    """Everything that is known of some instances at one moment; `instances` says how each is covered."""

    asked_for: tuple[str, ...]
    lines: Sequence[Line]
    instances: Sequence[InstanceFindings]
    gaps: tuple[Gap, ...]
    place: Place


def judge(census: Census, now: datetime, days: Days) -> list[Judged]:
    """Every finding of the census, the most urgent first."""
    instances = {each.instance.instance_id: shown(each.instance) for each in census.instances}
    return judged(census.lines, instances, now.date(), days)


def build(
    census: Census,
    found: Sequence[Judged],
    *,
    report_id: str,
    now: datetime,
    days: Days,
    earlier: Sequence[Figures],
) -> ReportBody:
    """The report on a census whose findings were judged."""
    instances = [each.model_copy(update={"instance": shown(each.instance)}) for each in census.instances]
    unknown = rows.unknown(instances)
    exploited = rows.exploited(found, now.date())
    coverage = {each.instance.instance_id: each.coverage for each in instances}
    actions = recommendations(found, coverage, unknown, now, len(census.gaps))
    owners = by_owner(found, instances)
    counts = SeverityCounts.of(each.line.severity for each in found)
    figures = _figures(census, found, exploited, report_id, now)
    compared = trend(earlier, figures)
    untold = len({each.line.vulnerability_id for each in found if not each.line.facts_known})
    return ReportBody(
        asked_for=census.asked_for,
        summary=headline(figures, counts),
        executive_summary=executive_summary(figures, exploited, actions, compared, untold),
        figures=figures,
        counts=counts,
        by_severity=rows.by_severity(found, days),
        known_exploited=exploited,
        facts_missing=untold,
        recommendations=actions,
        recommendation_count=len(actions),
        by_owner=owners,
        owner_count=len(owners),
        worst_instances=by_instance(found, instances),
        unknown=unknown,
        worst_findings=rows.worst_findings(found, IN_FILE.findings, now.date()),
        trend=compared,
        partial=census.gaps,
        place=census.place,
    )


def _figures(
    census: Census, found: Sequence[Judged], exploited: Sequence[ExploitedRow], report_id: str, now: datetime
) -> Figures:
    counts = SeverityCounts.of(each.line.severity for each in found)
    return Figures(
        report_id=report_id,
        made_at=now,
        instances=len(census.instances),
        unknown_instances=sum(each.unknown for each in census.instances),
        findings=len(found),
        critical=counts.critical,
        high=counts.high,
        known_exploited=len(exploited),
        overdue=sum(each.overdue_days > 0 for each in found),
        partial=not whole(census.gaps),
    )


def shortened(body: ReportBody, most: Most) -> ReportBody:
    """The report with at most so many rows in each list; the numbers beside the lists stay."""
    return body.model_copy(
        update={
            "recommendations": body.recommendations[: most.recommendations],
            "by_owner": body.by_owner[: most.owners],
            "worst_instances": body.worst_instances[: most.instances],
            "known_exploited": body.known_exploited[: most.exploited],
            "unknown": body.unknown[: most.unknown],
            "worst_findings": body.worst_findings[: most.findings],
        }
    )
