"""Answers about metrics, made of plain curves the way the workflow makes them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache

from core.answers.metrics import MetricAnomaly, Metrics
from core.changes import Change, Kind
from core.confidence import Confidence
from core.fleet import Instance
from core.gaps import Gap
from core.metrics.answer import metrics_answer
from core.metrics.judged import judge
from core.series import Metric
from tests.core.examples import NOW, PLACE, instance
from tests.core.metrics.series import CHECKS, CPU, DISK, MEMORY, NETWORK, Curve, before_now, restless, series, shown

WEB = instance(launched=NOW - timedelta(days=90))
UNUSUAL = MetricAnomaly(
    label="CPU",
    unit="%",
    start=NOW,
    end=NOW,
    lasts=True,
    direction="high",
    size=40,
    expected=40,
    observed=80,
    confidence=Confidence(value=0.9, basis="four weeks"),
    why="twice the usual",
)


def answer_of(
    curves: Mapping[Metric, Curve],
    *,
    machine: Instance = WEB,
    gaps: tuple[Gap, ...] = (),
    changes: Sequence[Change] = (),
) -> Metrics:
    return metrics_answer(
        [judge(series(curve, each), shown()) for each, curve in curves.items()],
        instance=machine,
        changes=tuple(changes),
        shown=shown(),
        asked_for=(),
        time_range="24h",
        metrics_read=len(curves),
        gaps=gaps,
        place=PLACE,
    )


def jumping(by: float = 45, minutes: float = 30) -> Curve:
    return lambda time: restless()(time) + (by if time >= before_now(minutes) else 0)


def filling(per_day: float = 1.0, at: float = 95.0) -> Curve:
    return lambda time: at - (NOW.timestamp() - time) / 86_400 * per_day


@cache
def calm() -> Metrics:
    return answer_of({CPU: restless(), MEMORY: restless(60), NETWORK: restless(3e8), CHECKS: lambda _: 0.0})


@cache
def busy() -> Metrics:
    """A jump after a deployment, a disk that fills, and memory that nobody measured."""
    return answer_of(
        {CPU: jumping(), DISK: filling(), MEMORY: lambda _: None, NETWORK: restless(3e8)},
        gaps=(Gap(what="Memory", why="No datapoints.", advice="Look whether the agent runs."),),
        changes=[change(36), change(90, "security")],
    )


def change(minutes_before: float, kind: Kind = "deployment", what: str = "CodeDeploy deployment of checkout") -> Change:
    at = NOW - timedelta(minutes=minutes_before)
    return Change(at=at, kind=kind, what=what, by="ana", event_name="X", event_id=f"{kind}{minutes_before}")
