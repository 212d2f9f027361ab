"""All that is known of an instance's metrics, put into one answer."""

from collections.abc import Iterable, Sequence

from core.answers.metrics import MetricAnomaly, Metrics, MetricTrend
from core.changes import Change
from core.fleet import Instance
from core.gaps import Gap
from core.metrics.causes import explained
from core.metrics.judged import Judged
from core.metrics.range import Range
from core.metrics.words import metrics_summary
from core.place import Place


def metrics_answer(  # noqa: PLR0913  the fields of the answer
    judged: Sequence[Judged],
    *,
    instance: Instance,
    changes: tuple[Change, ...],
    shown: Range,
    asked_for: tuple[str, ...],
    time_range: str,
    metrics_read: int,
    gaps: tuple[Gap, ...],
    place: Place,
) -> Metrics:
    """The answer, its parts ranked and its sentence written."""
    metrics = tuple(each.measured for each in judged)
    found = (explained(anomaly, changes) for each in judged for anomaly in each.anomalies)
    anomalies = _worst_first(found)
    trends = _nearest_first(each.trend for each in judged if each.trend)
    return Metrics(
        metrics=metrics,
        anomalies=anomalies,
        trends=trends,
        changes=changes,
        summary=metrics_summary(instance, metrics, anomalies, trends, gaps, time_range, shown.end),
        instance=instance,
        asked_for=asked_for,
        time_range=time_range,
        start=shown.start,
        end=shown.end,
        metrics_read=metrics_read,
        partial=gaps,
        place=place,
    )


def _worst_first(anomalies: Iterable[MetricAnomaly]) -> tuple[MetricAnomaly, ...]:
    """Those that last, then the surest, then the largest against what was expected."""
    return tuple(sorted(anomalies, key=lambda each: (not each.lasts, -each.confidence.value, -_relative(each))))


def _relative(anomaly: MetricAnomaly) -> float:
    return abs(anomaly.size) / max(abs(anomaly.expected), abs(anomaly.observed), 1e-9)


def _nearest_first(trends: Iterable[MetricTrend]) -> tuple[MetricTrend, ...]:
    """What is full first, then what is furthest from earlier weeks."""
    every = list(trends)
    filling = sorted((each for each in every if each.full_at), key=lambda each: each.full_at or each.confidence.value)
    return (
        *filling,
        *sorted((each for each in every if not each.full_at), key=lambda each: -abs((each.ratio or 1) - 1)),
    )
