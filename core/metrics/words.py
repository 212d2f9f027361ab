"""The words for one metric: how a stretch of it looks, and where it goes."""

from datetime import timedelta

from core.answers.metrics import MetricAnomaly
from core.metrics.units import FAILED, said
from core.trends import Comparison, Trend

_HOUR_S, _DAY_S = 3600, 86_400
LOWER, HIGHER = 0.8, 1.25  # of earlier weeks: what is within is as usual
_TIMES = 2


def trend_words(grows: Trend | None, weeks: Comparison | None, unit: str) -> str:
    """For example `+1.2 % a day, full in 9 days (7 to 12 days); 30 % above the same hours of 2 earlier weeks`."""
    growth, against = _growth(grows, unit), _against(weeks)
    # What grows is not "as in earlier weeks", even where the growth is too slow to show in them.
    return growth if against.startswith("as in") and growth else "; ".join(part for part in (growth, against) if part)


def _growth(grows: Trend | None, unit: str) -> str:
    if grows is None:
        return ""
    words = f"{'+' if grows.per_day > 0 else ''}{said(grows.per_day, unit)} a day"
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
    if LOWER < weeks.ratio < HIGHER:
        return f"as in {earlier}"
    if weeks.ratio >= _TIMES:
        return f"{weeks.ratio:.1f} times {earlier}"
    return f"{abs(weeks.ratio - 1) * 100:.0f} % {'above' if weeks.ratio > 1 else 'below'} {earlier}"


def _long(seconds: float | None) -> str:
    if seconds is None:
        return "much later"
    if seconds < 2 * _DAY_S:
        return f"{max(1, round(seconds / _HOUR_S))} h"
    return f"{round(seconds / _DAY_S)} days"


def length(delta: timedelta) -> str:
    """`40 min`, `3 h`, `2 days`."""
    seconds = max(0.0, delta.total_seconds())
    if seconds < 2 * _HOUR_S:
        return f"{max(1, round(seconds / 60))} min"
    return _long(seconds)


def looks(anomaly: MetricAnomaly) -> str:
    """`CPU 84 %`, for checks just `Status checks failed`, and for a course of values `CPU moved unlike before`."""
    if anomaly.unit == FAILED:
        return f"{anomaly.label} failed"
    if anomaly.direction == "changed":
        return f"{anomaly.label} moved unlike before"
    return f"{anomaly.label} {said(anomaly.observed, anomaly.unit)}"


def usually(anomaly: MetricAnomaly) -> str:
    """`where 30 % is usual`; nothing where `looks` says it without a number."""
    if anomaly.unit == FAILED or anomaly.direction == "changed":
        return ""
    return f"where {said(anomaly.expected, anomaly.unit)} is usual"


def lasted(anomaly: MetricAnomaly) -> str:
    """`until now` or `for 40 min`, and what was done before it where that is known."""
    until = "until now" if anomaly.lasts else f"for {length(anomaly.end - anomaly.start)}"
    return f"{until}, {anomaly.after}" if anomaly.after else until
