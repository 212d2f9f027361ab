"""The sections of the page about one instance, made of the answers that other operations give."""

from collections.abc import Sequence

from core.answers.instance import (
    Identity,
    InstanceCompliance,
    InstanceHealth,
    InstanceRisk,
    NextWindow,
    Reading,
    ScheduledEvent,
    StatusCheck,
)
from core.answers.metrics import MetricAnomaly, Metrics, MetricTrend
from core.answers.patch_status import PatchCompliance
from core.answers.patch_window import PatchWindow
from core.answers.vuln_analyze import VulnerabilityAnalysis
from core.changes import Change
from core.compliance_answer import how_it_stands
from core.fleet import Instance
from core.gaps import Gap
from core.metrics.ranking import notable, standing_out
from core.metrics.words import looks
from core.patches import Node
from core.summaries import counted, coverage_reason, severities

_FIRST = 3
_WORST = 2
_WELL = frozenset({"ok", "not-applicable"})


def identity(instance: Instance, node: Node | None, *, asked: bool) -> Identity:
    """`asked`: Systems Manager was asked, so that knowing no node means that it does not manage the machine."""
    if node is None:
        return Identity(instance=instance, system=instance.platform, managed=False if asked else None)
    return Identity(instance=instance, system=node.platform or instance.platform, managed=True, online=node.online)


def health(
    instance: Instance,
    checks: Sequence[StatusCheck],
    scheduled: Sequence[ScheduledEvent],
    metrics: Metrics | None,
) -> InstanceHealth:
    """How the machine is: what fails comes first, then what fills up or is unusual, then that nothing is."""
    readings = tuple(
        Reading(
            label=each.label,
            unit=each.unit,
            now=each.now,
            at=each.now_at,
            usual_low=each.usual_low,
            usual_high=each.usual_high,
        )
        for each in (metrics.metrics if metrics else ())
        if each.now is not None
    )
    return InstanceHealth(
        state=instance.state,
        checks=tuple(checks),
        scheduled=tuple(scheduled),
        readings=readings,
        trends=_notable(metrics),
        words=_health_words(instance, checks, scheduled, metrics),
    )


def failing(checks: Sequence[StatusCheck]) -> list[StatusCheck]:
    """The checks that EC2 calls impaired; one that it has no data for does not fail, and is not well either."""
    return [each for each in checks if each.status == "impaired"]


def _health_words(
    instance: Instance, checks: Sequence[StatusCheck], scheduled: Sequence[ScheduledEvent], metrics: Metrics | None
) -> str:
    if instance.state not in {"running", "unknown"}:
        return f"it is {instance.state}"
    untold = ["EC2 does not tell its state"] if instance.state == "unknown" else []
    planned = [f"AWS has scheduled: {each.what}" for each in scheduled]
    wrong = [*untold, *_of_checks(checks), *planned, *_going(metrics), *_lasting(metrics)]
    return "; ".join(wrong) or _quiet(metrics)


def _of_checks(checks: Sequence[StatusCheck]) -> list[str]:
    unclear = [each.name for each in checks if each.status not in _WELL and each.status != "impaired"]
    fails = [f"its {each.name} status check fails" for each in failing(checks)]
    return [*fails, *(f"its {name} status check has no result yet" for name in unclear)]


def unusual(metrics: Metrics) -> tuple[MetricAnomaly, ...]:
    """What was unusual enough for a page on which much else stands."""
    return tuple(standing_out(metrics.anomalies, metrics.trends, metrics.end))


def events(metrics: Metrics) -> tuple[Change, ...] | None:
    """What was done to it; that nothing was is known only where all of it could be asked for."""
    return metrics.changes if metrics.changes or metrics.changes_known else None


def _notable(metrics: Metrics | None) -> tuple[MetricTrend, ...]:
    return tuple(each for each in metrics.trends if notable(each, metrics.end)) if metrics else ()


def _going(metrics: Metrics | None) -> list[str]:
    return [f"{each.label} {each.words.partition('; ')[0]}" for each in _notable(metrics)[:_WORST]]


def _lasting(metrics: Metrics | None) -> list[str]:
    lasting = [each for each in unusual(metrics) if each.lasts] if metrics else []
    return [f"{looks(each)}, which is unusual" for each in lasting[:_WORST]]


def _quiet(metrics: Metrics | None) -> str:
    """Nothing stands out; that says little where little is known."""
    if metrics is None:
        return "its metrics could not be asked"
    if not any(each.now is not None for each in metrics.metrics):
        return "it runs, and nothing is measured" if metrics.metrics else "it runs, and its metrics could not be read"
    judged = any(each.usual is not None for each in metrics.metrics)
    return "nothing unusual now" if judged else "it runs, and there is no history to judge by"


def risk(analysis: VulnerabilityAnalysis) -> InstanceRisk:
    """The score and what to do first."""
    score = analysis.risk_score
    known = len({each.vulnerability_id for each in analysis.vulnerabilities if each.known_exploited})
    if score is None:
        words = f"unknown, because {coverage_reason(analysis.subject)}"
    else:
        words = f"{score} of 100, {severities(analysis.subject.counts)}"
        words += f", {known} known exploited" if known else ""
    return InstanceRisk(
        risk_score=score,
        counts=analysis.subject.counts,
        known_exploited=known,
        first=tuple(remedy.action for remedy in analysis.remediation_priority[:_FIRST]),
        words=words,
    )


def compliance(answer: PatchCompliance) -> InstanceCompliance | None:
    """How the one instance of the answer stands; None where the answer knows nothing of it."""
    if not answer.instances:
        return None
    [patches] = answer.instances
    return InstanceCompliance(patches=patches, worst=answer.missing_patches[:_FIRST], words=how_it_stands(patches))


def next_window(answer: PatchWindow) -> NextWindow:
    """The best window, or why there is none."""
    if not answer.recommended_windows:
        return NextWindow(window=None, words=answer.summary.removeprefix(f"{answer.instance.label}: "))
    best = answer.recommended_windows[0]
    return NextWindow(window=best, words=f"{best.local}, at {best.expected_load_pct:.0f} % of the usual peak")


def page_summary(
    instance: Instance, well: InstanceHealth | None, danger: InstanceRisk | None, gaps: Sequence[Gap]
) -> str:
    """For example `web-3: nothing unusual now; risk 86 of 100, 4 critical findings`."""
    parts = [well.words if well else "how it is could not be asked"]
    parts.append(f"risk {danger.words}" if danger else "its risk could not be asked")
    missing = [gap for gap in gaps if not gap.by_choice]
    said_last = f" ({counted(len(missing), 'part')} of this page missing)" if missing else ""
    return f"{instance.label}: {'; '.join(parts)}{said_last}"
