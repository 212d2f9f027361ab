"""The sentences about metrics: what goes where, and what stands out."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.answers.metrics import Measured, MetricAnomaly, Metrics, MetricTrend
from core.fleet import Instance
from core.gaps import Gap
from core.metrics.catalogue import Kind, known
from core.metrics.units import said
from core.trends import Comparison, Trend

_HOUR_S, _DAY_S = 3600, 86_400
_LOWER, _HIGHER = 0.8, 1.25  # of earlier weeks: what is within is as usual
_TODAY = timedelta(days=1)
_SOON = timedelta(days=14)


def trend_words(grows: Trend | None, weeks: Comparison | None, unit: str) -> str:
    """For example `grows 1.2 % a day, full in 9 days (7 to 12 days); 30 % above the same hours of 2 earlier weeks`."""
    return "; ".join(part for part in (_growth(grows, unit), _against(weeks)) if part)


def _growth(grows: Trend | None, unit: str) -> str:
    if grows is None:
        return ""
    words = f"{'grows' if grows.per_day > 0 else 'falls'} {said(abs(grows.per_day), unit)} a day"
    if grows.time_to_full_s is None:
        return words
    end = "full" if grows.per_day > 0 else "used up"
    return f"{words}, {end} in {_long(grows.time_to_full_s)}{_between(grows)}"


def _between(grows: Trend) -> str:
    """` (5 to 6 days)`, or nothing where both ends are the same in these words."""
    soonest, latest = _long(grows.soonest_s), _long(grows.latest_s)
    if grows.soonest_s is None or soonest == latest:
        return ""
    number, _, unit = soonest.partition(" ")
    return f" ({number if latest.endswith(unit) else soonest} to {latest})"


def _against(weeks: Comparison | None) -> str:
    if weeks is None or weeks.ratio is None:
        return ""
    earlier = f"the same hours of {weeks.weeks} earlier weeks" if weeks.weeks > 1 else "the same hours a week earlier"
    if _LOWER < weeks.ratio < _HIGHER:
        return f"as in {earlier}"
    if weeks.ratio >= 2:  # noqa: PLR2004  from here on people say "times"
        return f"{weeks.ratio:.1f} times {earlier}"
    return f"{abs(weeks.ratio - 1):.0%} {'above' if weeks.ratio > 1 else 'below'} {earlier}".replace("%", " %")


def _long(seconds: float | None) -> str:
    if seconds is None:
        return "much later"
    if seconds < 2 * _DAY_S:
        return f"{max(1, round(seconds / _HOUR_S))} h"
    return f"{round(seconds / _DAY_S)} days"


def notable(trend: MetricTrend) -> bool:
    """Whether it is worth a line: something fills up, or much is other than in earlier weeks."""
    return trend.full_at is not None or (trend.ratio is not None and not _LOWER < trend.ratio < _HIGHER)


def metrics_summary(
    instance: Instance,
    metrics: Sequence[Measured],
    anomalies: Sequence[MetricAnomaly],
    trends: Sequence[MetricTrend],
    gaps: Sequence[Gap],
    time_range: str,
    end: datetime,
) -> str:
    """For example `web-3: CPU at 84 % where 30 % is usual, for 40 min; 2 more anomalies in 24h`."""
    measured = [each for each in metrics if each.now is not None]
    if not measured:
        return f"{instance.label}: {_nothing(instance, metrics, gaps, time_range)}"
    parts = ["its status checks fail"] if any(_check_fails(each) for each in measured) else []
    parts += [_worst(anomaly, end) for anomaly in anomalies[:1]]
    if len(anomalies) > 1:
        parts.append(f"{len(anomalies) - 1} more anomal{'ies' if len(anomalies) > 2 else 'y'} in {time_range}")  # noqa: PLR2004  of two, one is more
    parts += [f"{each.label} {each.words.split('; ')[0]}" for each in trends if soon(each, end)][:1]
    if not parts:
        parts.append(_calm(measured, time_range))
    if any(not gap.by_choice for gap in gaps):
        parts.append("not everything could be read")
    return f"{instance.label}: {'; '.join(parts)}"


def soon(trend: MetricTrend, end: datetime) -> bool:
    """Whether something is full within two weeks."""
    return trend.full_at is not None and trend.full_at - end <= _SOON


def _nothing(instance: Instance, metrics: Sequence[Measured], gaps: Sequence[Gap], time_range: str) -> str:
    if instance.state in {"stopped", "stopping"}:
        return f"it is {instance.state}, and nothing was measured in {time_range}"
    if not metrics and any(not gap.by_choice for gap in gaps):
        return "unknown, because its metrics could not be read"
    return f"nothing was measured in {time_range}"


def _worst(anomaly: MetricAnomaly, end: datetime) -> str:
    observed, expected = said(anomaly.observed, anomaly.unit), said(anomaly.expected, anomaly.unit)
    when = f"for {length(end - anomaly.start)}" if anomaly.lasts else f"{length(end - anomaly.start)} ago"
    after = f", {anomaly.after}" if anomaly.after else ""
    return f"{anomaly.label} {'at' if anomaly.lasts else 'was at'} {observed} where {expected} is usual, {when}{after}"


def _calm(measured: Sequence[Measured], time_range: str) -> str:
    now = f"{measured[0].label} {said(measured[0].now, measured[0].unit)}"
    if all(each.usual is None for each in measured):
        return f"{now}; too little history to say what is usual"
    count = f"{len(measured)} metrics" if len(measured) > 1 else measured[0].label
    return f"nothing unusual in {count} over {time_range}, {now} now"


def length(delta: timedelta) -> str:
    """`40 min`, `3 h`, `2 days`."""
    seconds = max(0.0, delta.total_seconds())
    if seconds < 2 * _HOUR_S:
        return f"{max(1, round(seconds / 60))} min"
    return _long(seconds)


def critical(answer: Metrics) -> bool:
    """Whether somebody has to act today: a status check fails now, or something is full within a day."""
    failing = any(_check_fails(each) for each in answer.metrics)
    return failing or any(each.full_at and each.full_at - answer.end <= _TODAY for each in answer.trends)


def worst_first(answer: Metrics) -> list[Measured]:
    """The metrics: failing checks, then those with anomalies, then those that fill up, then as they were asked."""
    unusual = [each.label for each in answer.anomalies]
    filling = [each.label for each in answer.trends if soon(each, answer.end)]
    order = {label: place for place, label in enumerate(dict.fromkeys([*unusual, *filling]))}
    return sorted(answer.metrics, key=lambda each: (not _check_fails(each), order.get(each.label, len(order))))


def _check_fails(each: Measured) -> bool:
    found = known(each.metric)
    return bool(found and found.kind is Kind.STATUS and each.now)


def finding(answer: Metrics) -> str:
    """What a picture of the answer shows, in one sentence with a moment: `web-3: CPU 84 % since 02:10, usual 30 %`."""
    name, filling = answer.instance.label, [each for each in answer.trends if soon(each, answer.end)]
    if answer.anomalies:
        worst = answer.anomalies[0]
        when = f"{'since' if worst.lasts else 'at'} {_clock_time(worst.start, answer.end)}"
        after = f", {worst.after}" if worst.after else f", usual {said(worst.expected, worst.unit)}"
        return f"{name}: {worst.label} {said(worst.observed, worst.unit)} {when}{after}"
    if filling:
        return f"{name}: {filling[0].label} {filling[0].words.split('; ')[0]}"
    if all(each.usual is None for each in answer.metrics):
        return f"{name}: the last {answer.time_range}"
    return f"{name}: nothing unusual in {answer.time_range}"


def _clock_time(moment: datetime, end: datetime) -> str:
    return f"{moment:%H:%M}" if moment.date() == end.date() else f"{moment:%-d %b %H:%M}"
