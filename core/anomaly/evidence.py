"""What speaks for something unusual: stretches unlike any before, and leaps beyond all that was ever measured."""

from dataclasses import dataclass

import numpy as np

from core.anomaly.limits import limits
from core.anomaly.novelty import Scale, Stretches, stretches
from core.anomaly.points import Floats, Places, Points

HOUR_S = 3_600.0
_MINUTE_S = 60
_RECENT = Scale(180 * _MINUTE_S, 30 * _MINUTE_S, 9, 0.01)
_SCALES = (
    Scale(15 * _MINUTE_S, 15 * _MINUTE_S, 3, 0.003),
    Scale(60 * _MINUTE_S, 30 * _MINUTE_S, 6, 0.01),
    _RECENT,
    Scale(360 * _MINUTE_S, 60 * _MINUTE_S, 9, 0.005),
)
_LEAPS_UP_PER_HOUR = 0.005
_LEAPS_DOWN_PER_HOUR = 0.0003
_NEGLIGIBLE_SHARE = 0.002


@dataclass(frozen=True)
class Novel:
    """The stretches of one scale and the limit of each one's score."""

    seen: Stretches
    limit: Floats

    @property
    def found(self) -> Places:
        """Which stretches are unlike everything before."""
        return np.flatnonzero(self.seen.score > self.limit)


@dataclass(frozen=True)
class Leaps:
    """Per point: what the last hours made it expect, and how far away is far; NaN while unknown.

    A leap is a value that is far and beyond all before: it leaves `lowest` to `highest`, which hold both.
    """

    lower: Floats
    expected: Floats
    upper: Floats
    lowest: Floats
    highest: Floats


@dataclass(frozen=True)
class Evidence:
    """All that is known of a series, each point judged by its past."""

    novel: tuple[Novel, ...]
    leaps: Leaps


def _before(running: np.ufunc, values: Floats) -> Floats:
    """The running extreme of all earlier values; NaN for the first."""
    return np.concatenate([[np.nan], running.accumulate(values)[:-1]])


def _novel(points: Points, scale: Scale, negligible: Floats, hours: Floats) -> Novel:
    seen = stretches(points, scale)
    compared = np.flatnonzero(np.isfinite(seen.score))
    limit = np.full(len(seen.score), np.inf)
    last = seen.last[compared]
    limit[compared] = limits(hours[last], seen.score[compared], scale.alarms_per_hour)
    return Novel(seen, np.fmax(limit, negligible[seen.last]))


def _leaps(points: Points, recent: Stretches, negligible: Floats, hours: Floats) -> Leaps:
    """Expected is the median of the last three hours, as it was known before the point."""
    values, count = points.values, len(points.values)
    lower, expected, upper = (np.full(count, np.nan) for _ in range(3))
    if len(recent.last):
        usual = np.median(recent.shapes, axis=1)
        known = np.arange(recent.last[0] + 1, count)
        away = usual[np.searchsorted(recent.last, known) - 1]
        expected[known] = away
        risen, margin = values[known] - away, negligible[known]
        up = np.fmax(limits(hours[known], risen, _LEAPS_UP_PER_HOUR), margin)
        down = np.fmax(limits(hours[known], -risen, _LEAPS_DOWN_PER_HOUR), margin)
        lower[known], upper[known] = away - down, away + up
    lowest = np.fmin(lower, _before(np.minimum, values))
    return Leaps(lower, expected, upper, lowest, np.fmax(upper, _before(np.maximum, values)))


def evidence(points: Points) -> Evidence:
    """Weigh a series; it must have at least two points."""
    hours = np.floor((points.times - points.times[0]) / max(HOUR_S, points.period_s))
    negligible = _NEGLIGIBLE_SHARE * _before(np.maximum, np.abs(points.values))
    # Where the period is long, several scales are the same number of points: the longest of them is looked at.
    scales = {round(scale.span_s / points.period_s) or 1: scale for scale in _SCALES}
    novel = {length: _novel(points, scale, negligible, hours) for length, scale in scales.items()}
    recent = novel[round(_RECENT.span_s / points.period_s) or 1].seen
    return Evidence(tuple(novel.values()), _leaps(points, recent, negligible, hours))
