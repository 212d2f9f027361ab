"""Watches whether a machine as a whole is unlike itself, without any limit that somebody had to think of."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from core.alerts.alert import Alert, AlertLevel
from core.anomaly.upsets import Part, Upset, upsets
from core.fleet import Instance
from core.gaps import whole
from core.metrics.catalogue import label_of, per_second
from core.series import Series
from core.thresholds.rule import Threshold
from workflows.watching.conditions import Conditions
from workflows.watching.measuring import Measurement, Measuring, Watched
from workflows.watching.own_alert import own_alert

WATCH = "anomalies"
BACK = timedelta(days=14)
PERIOD_S = 900
MOST_SERIES = 2_000
WORDS = "several metrics, or one far beyond all before, for 45m"
_METRICS = ("cpu", "memory", "NetworkIn", "NetworkOut", "EBSReadBytes", "EBSWriteBytes")
_STILL_PERIODS = 3
_NAMED = 4


def usual_rules(tags: Mapping[str, str]) -> tuple[Threshold, ...]:
    """What is looked at on machines with all of these tags."""
    return tuple(Threshold(name=WATCH, metric=each, unusual=True, lasts="45m", tags=dict(tags)) for each in _METRICS)


def bounded(subjects: Measurement) -> Measurement:
    """At most so many series that the bill is known, whole machines each time."""
    return Measurement(subjects.watched[:MOST_SERIES], subjects.gaps)


def by_machine(watched: Sequence[Watched]) -> Iterator[tuple[Instance, list[Series]]]:
    """Each machine with those of its series that were read."""
    machines = {each.instance.instance_id: each.instance for each in watched}
    for instance_id, instance in machines.items():
        yield instance, [each.series for each in watched if each.series and each.instance.instance_id == instance_id]


class Anomalies:
    """One alert for each machine while it is unlike itself, whatever the number of its metrics."""

    def __init__(self, tags: Mapping[str, str], measuring: Measuring, conditions: Conditions) -> None:
        self._rules = usual_rules(tags)
        self._measuring = measuring
        self._conditions = conditions

    def look(self, now: datetime) -> str:
        """Look once; what changed in a few words. Raises Upstream where nothing could be asked."""
        every = self._measuring.subjects(self._rules)
        measured = self._measuring.read(bounded(every), now, BACK, PERIOD_S)
        found = [alert for machine in by_machine(measured.watched) if (alert := _of(*machine, now))]
        changed = self._conditions.settle(WATCH, found, now, sure=whole(measured.gaps))
        left = len(every.watched) - len(measured.watched)
        words = (f"{changed} changed" if changed else "", f"{left:,} series left out" if left else "")
        return ", ".join(word for word in words if word)


def _of(instance: Instance, measured: Sequence[Series], now: datetime) -> Alert | None:
    """What is unusual now, and was not over when it was last measured."""
    last = max((series.times[-1] for series in measured if series.times), default=0.0)
    still = [each for each in upsets(measured) if each.end >= last - _STILL_PERIODS * PERIOD_S]
    return _alert(instance, still[-1], now) if still else None


def _alert(instance: Instance, upset: Upset, now: datetime) -> Alert:
    since = datetime.fromtimestamp(upset.start, UTC)
    labels = list(dict.fromkeys(label_of(part.metric) for part in upset.parts))
    told = "; ".join(f"{label_of(part.metric)} {_moved(part)}" for part in upset.parts[:_NAMED])
    return own_alert(
        WATCH,
        instance.instance_id,
        kind="anomaly",
        severity=AlertLevel.MEDIUM,
        title=f"{instance.label} is unlike itself: {', '.join(labels[:_NAMED])}",
        message=f"Since {since:%Y-%m-%d %H:%M} UTC: {told}. Compared with the two weeks before.",
        service=instance.tags.get("Service", ""),
        resource=instance.instance_id,
        at=min(since, now),
        namespace=upset.parts[0].metric.namespace,
        metrics=tuple(dict.fromkeys(part.metric.name for part in upset.parts)),
        labels={"InstanceId": instance.instance_id},
    )


def _moved(part: Part) -> str:
    seconds = PERIOD_S if per_second(part.metric) else 1
    unit = {"Percent": " %", "Bytes": " B/s"}.get(part.metric.unit, "")
    way = "rose to" if part.level > part.anomaly.expected else "fell to"
    return f"{way} {part.level / seconds:,.4g}{unit}, from about {part.anomaly.expected / seconds:,.4g}{unit}"
