"""Which metrics, anomalies and trends of an answer come first, and which matter at all."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from core.answers.metrics import Measured, MetricAnomaly, Metrics, MetricTrend

_TODAY, _SOON = timedelta(days=1), timedelta(days=14)
_LIKELY = 0.5
# A machine has ten series, and each goes a little beyond its limit every few days without anything being wrong.
_SURE = 0.6
_TRAFFIC = {"B/s": 1e6, "kB/s": 1e3, "MB/s": 1.0}  # less than a MB/s, before and after, is no load for any instance
_GROWN = timedelta(days=2)  # what was usual lags behind growth by about as much
# Load differs between weeks, and the network most: less than this is no news.
_MUCH_LESS, _MUCH_MORE = 0.5, 1.5
_POINTS = 5  # per cent of the whole: from 1 to 3 % is no news either


def anomalies_worst_first(anomalies: Iterable[MetricAnomaly]) -> tuple[MetricAnomaly, ...]:
    """Those of weight before all others; then those that last, that follow a change, the surest, the largest."""

    def order(each: MetricAnomaly) -> tuple[bool, bool, bool, float, float]:
        return (not weighty(each), not each.lasts, not each.after, -each.confidence.value, -_relative(each))

    return tuple(sorted(anomalies, key=order))


def _relative(anomaly: MetricAnomaly) -> float:
    return abs(anomaly.size) / max(abs(anomaly.expected), abs(anomaly.observed), 1e-9)


def weighty(anomaly: MetricAnomaly) -> bool:
    """Whether it may matter: large enough, and going on, after something that was done, or clearly beyond its limit."""
    if anomaly.failed_check:
        return True
    return not _trifling(anomaly) and (anomaly.lasts or bool(anomaly.after) or anomaly.confidence.value >= _SURE)


def _trifling(anomaly: MetricAnomaly) -> bool:
    if anomaly.unit == "%":
        return anomaly.direction != "changed" and abs(anomaly.size) < _POINTS
    return max(abs(anomaly.observed), abs(anomaly.expected)) < _TRAFFIC.get(anomaly.unit, 0.0)


def standing_out(
    anomalies: Iterable[MetricAnomaly], trends: Iterable[MetricTrend], end: datetime
) -> list[MetricAnomaly]:
    """Those of weight that are not told already by the growth of the same metric."""
    growing = {each.label: each for each in trends if each.per_day and notable(each, end)}
    return [each for each in anomalies if weighty(each) and not _grown(each, growing.get(each.label))]


def _grown(anomaly: MetricAnomaly, growth: MetricTrend | None) -> bool:
    """Whether a stretch goes the way of the growth, and no further than that goes in two days."""
    if growth is None or growth.per_day is None or anomaly.direction == "changed":
        return False
    return 0 <= anomaly.size / growth.per_day <= _GROWN / timedelta(days=1)


def trends_nearest_first(trends: Iterable[MetricTrend]) -> tuple[MetricTrend, ...]:
    """What is full first, then what is furthest from earlier weeks."""
    every = list(trends)
    filling = [(each.full_at, each) for each in every if each.full_at]
    others = sorted((each for each in every if not each.full_at), key=lambda each: -abs((each.ratio or 1) - 1))
    return (*(each for _, each in sorted(filling, key=lambda pair: pair[0])), *others)


def metrics_worst_first(answer: Metrics) -> list[Measured]:
    """Those with anomalies, then those that fill up or differ from earlier weeks, then as they were asked for."""
    labels = [
        *(each.label for each in standing_out(answer.anomalies, answer.trends, answer.end)),
        *(each.label for each in answer.trends if notable(each, answer.end)),
    ]
    order = {label: place for place, label in enumerate(dict.fromkeys(labels))}
    return sorted(answer.metrics, key=lambda each: order.get(each.label, len(order)))


def soon(trend: MetricTrend, end: datetime) -> bool:
    """Whether something is full within two weeks."""
    return trend.full_at is not None and trend.full_at - end <= _SOON


def pressing(trend: MetricTrend, end: datetime) -> bool:
    """Whether something is likely full within two weeks, which matters more than what is over."""
    return soon(trend, end) and trend.confidence.value >= _LIKELY


def notable(trend: MetricTrend, end: datetime) -> bool:
    """Whether it is worth a line: something fills up, or much is other than in earlier weeks."""
    return soon(trend, end) or differs(trend)


def differs(trend: MetricTrend) -> bool:
    """Whether much is other than in earlier weeks."""
    if trend.ratio is None or _MUCH_LESS < trend.ratio < _MUCH_MORE:
        return False
    return trend.unit != "%" or abs(trend.difference or 0) >= _POINTS


def critical(anomalies: Sequence[MetricAnomaly], trends: Sequence[MetricTrend], end: datetime) -> bool:
    """Whether somebody has to act today: a status check fails now, or something is likely full within a day."""
    return any(each.failed_check and each.lasts for each in anomalies) or any(full_today(each, end) for each in trends)


def full_today(trend: MetricTrend, end: datetime) -> bool:
    """Whether something is likely full, or used up, within a day."""
    return trend.full_at is not None and trend.full_at - end <= _TODAY and trend.confidence.value >= _LIKELY
