"""All that is known of an instance's metrics, put into one answer."""

from collections.abc import Sequence

from core.answers.metrics import Metrics
from core.changes import Change
from core.fleet import Instance
from core.gaps import Gap, whole
from core.metrics.causes import explained
from core.metrics.judged import Judged
from core.metrics.range import Range
from core.metrics.ranking import anomalies_worst_first, trends_nearest_first
from core.metrics.summary import metrics_summary
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
    change_gaps: tuple[Gap, ...] = (),
    place: Place,
) -> Metrics:
    """The answer, its parts ranked and its sentence written; `gaps` are those of the metrics."""
    metrics = tuple(each.measured for each in judged)
    found = (explained(anomaly, changes) for each in judged for anomaly in each.anomalies)
    anomalies = anomalies_worst_first(found)
    trends = trends_nearest_first(each.trend for each in judged if each.trend)
    complete = whole(gaps)
    return Metrics(
        metrics=metrics,
        anomalies=anomalies,
        trends=trends,
        changes=changes,
        summary=metrics_summary(instance, metrics, anomalies, trends, time_range, shown.end, complete=complete),
        instance=instance,
        asked_for=asked_for,
        time_range=time_range,
        start=shown.start,
        end=shown.end,
        metrics_read=metrics_read,
        complete=complete,
        changes_known=whole(change_gaps),
        partial=(*gaps, *change_gaps),
        place=place,
    )
