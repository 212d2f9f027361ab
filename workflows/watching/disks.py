"""Watches which disks will be full soon, by how they grew over the last week."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.alerts.alert import Alert, AlertLevel
from core.gaps import whole
from core.metrics.catalogue import known, label_of
from core.thresholds.rule import Threshold
from core.trends import Trend, trend
from workflows.watching.conditions import Conditions
from workflows.watching.measuring import Measuring, Watched
from workflows.watching.own_alert import own_alert

WATCH = "disks"
_BACK = timedelta(days=7)
_SOON, _VERY_SOON = timedelta(days=3), timedelta(days=1)
_SURE = 0.5
# Which series there are is found as for any limit; this one is never passed.
_DISKS = Threshold(name=WATCH, metric="filesystem", above=1e9, lasts="5m")


class Disks:
    """Looks at every file system that the CloudWatch agent measures."""

    def __init__(self, measuring: Measuring, conditions: Conditions) -> None:
        self._measuring = measuring
        self._conditions = conditions

    def look(self, now: datetime) -> str:
        """Look once; what changed in a few words. Raises Upstream where nothing could be asked."""
        measured = self._measuring.read(self._measuring.subjects([_DISKS]), now, _BACK)
        found = [alert for each in measured.watched for alert in _of(each, now)]
        changed = self._conditions.settle(WATCH, found, now, sure=whole(measured.gaps))
        return f"{changed} changed" if changed else ""


def _of(watched: Watched, now: datetime) -> Iterator[Alert]:
    said = known(watched.metric)
    if watched.series is None or said is None or said.full_at is None:
        return
    found = trend(watched.series.times, watched.series.values, full_at=said.full_at)
    if found is None or found.time_to_full_s is None or found.confidence.value < _SURE:
        return
    left = timedelta(seconds=found.time_to_full_s)
    if left <= _SOON:
        yield _alert(watched, found, left, now)


def _alert(watched: Watched, found: Trend, left: timedelta, now: datetime) -> Alert:
    instance, label = watched.instance, label_of(watched.metric)
    level = AlertLevel.HIGH if left <= _VERY_SOON else AlertLevel.MEDIUM
    hours = max(1, round(left.total_seconds() / 3600))
    when = f"{hours} hours" if left < timedelta(days=2) else f"{left.days} days"
    key = "/".join([instance.instance_id, watched.metric.name, *(value for _, value in watched.metric.dimensions)])
    return own_alert(
        WATCH,
        key,
        kind="forecast",
        severity=level,
        title=f"{label} of {instance.label}: the disk is full in about {when}",
        message=f"At {found.level:.0f} % now, {found.per_day:+.1f} points a day ({found.confidence.basis}).",
        service=instance.tags.get("Service", ""),
        resource=instance.instance_id,
        at=now,
        labels=dict(watched.metric.dimensions),
        namespace=watched.metric.namespace,
        metrics=(watched.metric.name,),
    )
