"""The one sentence of an answer about metrics, and the title of its picture."""

from collections.abc import Sequence
from datetime import datetime

from core.answers.metrics import Measured, MetricAnomaly, Metrics, MetricTrend
from core.fleet import Instance
from core.metrics.ranking import full_today, notable, pressing, standing_out
from core.metrics.units import said
from core.metrics.words import length, looks, usually


def metrics_summary(
    instance: Instance,
    metrics: Sequence[Measured],
    anomalies: Sequence[MetricAnomaly],
    trends: Sequence[MetricTrend],
    time_range: str,
    end: datetime,
    *,
    complete: bool,
) -> str:
    """For example `web-3: CPU 84 % for 40 min where 30 % is usual; 2 more anomalies in 24h`."""
    measured = [each for each in metrics if each.now is not None]
    if not measured:
        return f"{instance.label}: {_nothing(instance, metrics, time_range, complete=complete)}"
    news = standing_out(anomalies, trends, end)
    unusual, going = _unusual(news, time_range, end), _going(trends, end)
    parts = [*going, *unusual] if _growth_leads(news, trends, end) else [*unusual, *going]
    parts = parts or [_calm(measured, time_range, "markedly " if anomalies else "")]
    if not complete:
        parts.append("not everything is known")
    return f"{instance.label}: {'; '.join(parts)}"


def _nothing(instance: Instance, metrics: Sequence[Measured], time_range: str, *, complete: bool) -> str:
    if instance.state in {"stopped", "stopping"}:
        return f"it is {instance.state}, and nothing was measured in {time_range}"
    if not metrics and not complete:
        return "unknown, because its metrics could not be read"
    return f"nothing was measured in {time_range}"


def _unusual(anomalies: Sequence[MetricAnomaly], time_range: str, end: datetime) -> list[str]:
    if not anomalies:
        return []
    worst, others = anomalies[0], len(anomalies) - 1
    since = length(end - worst.start)
    when = f"for {since}" if worst.lasts else f"{since} ago"
    sentence = " ".join(part for part in (looks(worst), when, usually(worst)) if part)
    more = [f"{others} more anomal{'y' if others == 1 else 'ies'} in {time_range}"] if others else []
    return [f"{sentence}, {worst.after}" if worst.after else sentence, *more]


def _going(trends: Sequence[MetricTrend], end: datetime) -> list[str]:
    """Where the first of what stands out is going: the one that is full soonest, or the most unlike earlier weeks."""
    return [_trend(each) for each in trends if notable(each, end)][:1]


def _trend(trend: MetricTrend) -> str:
    return f"{trend.label} {trend.words.split('; ')[0]}"


def _calm(measured: Sequence[Measured], time_range: str, how: str) -> str:
    now = f"{measured[0].label} {said(measured[0].now, measured[0].unit)}"
    if all(each.usual is None for each in measured):
        return f"{now}; too little history to say what is usual"
    count = f"{len(measured)} metrics" if len(measured) > 1 else measured[0].label
    return f"nothing {how}unusual in {count} over {time_range}, {now} now"


def finding(answer: Metrics) -> str:
    """What a picture of the answer shows, with the moment: `web-3: CPU 84 % since 02:10 where 30 % is usual`."""
    name, going = answer.instance.label, _going(answer.trends, answer.end)
    news = standing_out(answer.anomalies, answer.trends, answer.end)
    if news and not _growth_leads(news, answer.trends, answer.end):
        return f"{name}: {_moment(news[0], answer.end)}"
    if going:
        return f"{name}: {going[0]}"
    if all(each.usual is None for each in answer.metrics):
        return f"{name}: the last {answer.time_range}"
    return f"{name}: nothing {'markedly ' if answer.anomalies else ''}unusual in {answer.time_range}"


def _growth_leads(anomalies: Sequence[MetricAnomaly], trends: Sequence[MetricTrend], end: datetime) -> bool:
    """Whether what fills up is the news: within a day, or because what was unusual is over."""
    lasting = any(each.lasts for each in anomalies)
    return any(full_today(each, end) or (pressing(each, end) and not lasting) for each in trends[:1])


def _moment(worst: MetricAnomaly, end: datetime) -> str:
    when = f"{'since' if worst.lasts else 'at'} {_clock_time(worst.start, end)}"
    reason = f", {worst.after}" if worst.after else f" {usually(worst)}".rstrip()
    return f"{looks(worst)} {when}{reason}"


def _clock_time(moment: datetime, end: datetime) -> str:
    return f"{moment:%H:%M}" if moment.date() == end.date() else f"{moment:%-d %b %H:%M}"
