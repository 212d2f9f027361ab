"""Metrics that exist and of which nothing was measured: since when, and what that may mean."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from core.fleet import Instance
from core.gaps import Gap
from core.metrics.catalogue import AGENT, EC2, label_of
from core.metrics.range import Range
from core.series import Series

_NAMED = 4
_YOUNG = timedelta(hours=1)


def missing_gaps(read: Sequence[Series], shown: Range, instance: Instance) -> tuple[Gap, ...]:
    """One gap for each namespace of which metrics have no value in the range, and one for a short history."""
    silent = [each for each in read if not _within(each, shown)]
    spaces = dict.fromkeys(each.metric.namespace for each in silent)
    gaps = [_silence(space, [each for each in silent if each.metric.namespace == space], instance) for space in spaces]
    return (*gaps, *_young(shown, instance))


def _within(series: Series, shown: Range) -> bool:
    since = shown.start.timestamp()
    return any(value is not None and time >= since for time, value in zip(series.times, series.values, strict=True))


def _silence(namespace: str, silent: Sequence[Series], instance: Instance) -> Gap:
    labels = [label_of(each.metric) for each in silent]
    more = f" and {len(labels) - _NAMED} more" if len(labels) > _NAMED else ""
    last = max((time for each in silent for time in _measured(each)), default=None)
    since = (
        f"since {datetime.fromtimestamp(last, UTC):%-d %b %H:%M} UTC" if last is not None else "in the time looked at"
    )
    meaning, advice = _meaning(namespace, instance)
    return Gap(what=", ".join(labels[:_NAMED]) + more, why=f"No datapoints {since}{meaning}.", advice=advice)


def _measured(series: Series) -> Iterable[float]:
    return (time for time, value in zip(series.times, series.values, strict=True) if value is not None)


def _meaning(namespace: str, instance: Instance) -> tuple[str, str]:
    """A clause and an advice."""
    if instance.state in {"stopped", "stopping"}:
        return f": the instance is {instance.state}", ""
    if instance.state == "pending":
        return ": the instance is only starting", "Ask again in ten minutes."
    if namespace == AGENT:
        return "; the CloudWatch agent may be off", "Look whether it runs on the machine."
    if namespace == EC2:
        return "", "See whether the instance was running then, and whether its status checks pass."
    return "; whatever publishes it may be off", ""


def _young(shown: Range, instance: Instance) -> tuple[Gap, ...]:
    """Of a machine that was launched within the range there is nothing from before."""
    if instance.launched is None or instance.launched <= shown.start - _YOUNG:
        return ()
    why = f"The instance was launched {instance.launched:%-d %b %H:%M} UTC."
    return (Gap(what="what is usual for this machine", why=why, by_choice=True),)
