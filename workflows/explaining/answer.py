"""Puts an explanation together from a report and what it is about."""

from dataclasses import dataclass
from typing import Protocol

from core.alerts import Alert
from core.answers.explain import ExplainedAlert, Explanation, Similar
from core.causes import telling
from core.causes.severity import cause_of, judged_severity
from core.causes.specialist import Specialist
from core.place import Place
from core.redact import redact
from workflows.explaining.case import Case, Gathered
from workflows.explaining.reasoning import Worded


class Routed(Protocol):
    """Who should look at an alert, and why."""

    @property
    def specialist(self) -> str:
        """The specialist's name."""
        ...

    @property
    def why(self) -> str:
        """Half a sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """One alert or several of one incident, and how it is to be called."""

    alert: Alert
    members: tuple[Alert, ...]
    incident_id: str
    count: int
    things: int


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that an explanation is made of."""

    asked: Asked
    case: Case
    specialists: tuple[Specialist, ...]
    routed: Routed
    worded: Worded
    gathered: Gathered
    similar: tuple[Similar, ...]


def explanation(found: Found, place: Place) -> Explanation:
    """The whole answer."""
    asked, case, report = found.asked, found.case, found.worded.report
    alert, first = case.alert, next(iter(report.hypotheses), None)
    likely = first if first and report.verdict == "likely" else None
    cause = cause_of(likely, found.specialists) if likely else None
    severity, why = judged_severity(alert.severity, report, found.specialists)
    service = alert.service or case.names.get("service", "") or case.names.get("host", "")
    return Explanation(
        incident_id=asked.incident_id,
        specialist=found.specialists[0].name,
        specialist_title=found.specialists[0].title,
        route_why=found.routed.why,
        alert=ExplainedAlert(
            title=redact(alert.title),
            message=redact(alert.message),
            source=alert.source or alert.kind,
            service=service,
            resource=alert.resource,
            at=alert.at,
            severity=alert.severity,
            count=asked.count,
        ),
        severity_judged=severity,
        severity_why=why,
        impact=telling.impact(report, service, cause.costs if cause else "", asked.things),
        since=telling.since(report.evidence, alert.at),
        verdict=report.verdict,
        cause=first.name if first and report.verdict != "unknown" else "",
        cause_title=first.title if first else "",
        root_cause=telling.root_cause(report),
        confidence=report.confidence,
        supports=first.supports if first else (),
        evidence=report.evidence,
        timeline=report.timeline,
        immediate_actions=telling.immediate_actions(report),
        prevention=telling.prevention(report),
        others=report.hypotheses[1:],
        check_next=report.check_next,
        runbook=found.specialists[0].runbook,
        metrics=found.gathered.metrics,
        similar=found.similar,
        gaps=report.gaps,
        partial=tuple(gap for gap in report.gaps if not gap.by_choice),
        worded_by=found.worded.model,
        cost_usd=found.worded.usd,
        summary=telling.headline(alert.title, service, report),
        place=place,
    )
