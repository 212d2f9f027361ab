"""What speaks for something unusual: stretches unlike any before, and leaps beyond all that was measured for days."""

from dataclasses import dataclass

import numpy as np

from core.anomaly.limits import limits
from core.anomaly.novelty import Scale, Stretches, stretches
from core.anomaly.points import Floats, Places, Points

HOUR_S = 3_600.0
_DAY_S, _MINUTE_S = 24 * HOUR_S, 60
_RECENT = Scale(180 * _MINUTE_S, 30 * _MINUTE_S, 9, 0.01)
_SCALES = (
    Scale(15 * _MINUTE_S, 15 * _MINUTE_S, 3, 0.003),
    Scale(60 * _MINUTE_S, 30 * _MINUTE_S, 6, 0.005),
    _RECENT,
    Scale(360 * _MINUTE_S, 60 * _MINUTE_S, 9, 0.005),
    Scale(60 * _MINUTE_S, 30 * _MINUTE_S, 6, 0.008, "magnitudes"),
    Scale(180 * _MINUTE_S, 30 * _MINUTE_S, 9, 0.008, "steps"),
)
_STRETCHES_TAIL, _LEAPS_TAIL = 0.15, 0.25
_LEAPS_UP_PER_HOUR = 0.005
_LEAPS_DOWN_PER_HOUR = 0.0003
_NEGLIGIBLE_SHARE, _NEGLIGIBLE_MAGNITUDE = 0.002, 0.01
RECORD_DAYS = 5


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

    A leap is a value that is far and beyond all of some days: it leaves `lowest` to `highest`, which hold both. How
    wild a series was at its start is forgotten after those days.
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


def _highest_before(values: Floats, count: int) -> Floats:
    """The highest of so many values before each; NaN for the first."""
    length = max(1, min(count, len(values)))
    blocks = np.full((-(-len(values) // length), length), -np.inf)
    blocks.flat[: len(values)] = values
    until = np.maximum.accumulate(blocks, axis=1).ravel()
    since = np.maximum.accumulate(blocks[:, ::-1], axis=1)[:, ::-1].ravel()
    highest = np.concatenate([[np.nan], until[: len(values) - 1]])
    highest[length:] = np.maximum(highest[length:], since[: len(values) - length])
    return highest


def _novel(points: Points, scale: Scale, negligible: Floats, hours: Floats) -> Novel:
    seen = stretches(points, scale)
    compared = np.flatnonzero(np.isfinite(seen.score))
    limit = np.full(len(seen.score), np.inf)
    last = seen.last[compared]
    limit[compared] = limits(hours[last], seen.score[compared], scale.alarms_per_hour, _STRETCHES_TAIL)
    magnitudes = scale.view == "magnitudes"
    return Novel(seen, np.fmax(limit, _NEGLIGIBLE_MAGNITUDE if magnitudes else negligible[seen.last]))


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
        up = np.fmax(limits(hours[known], risen, _LEAPS_UP_PER_HOUR, _LEAPS_TAIL), margin)
        down = np.fmax(limits(hours[known], -risen, _LEAPS_DOWN_PER_HOUR, _LEAPS_TAIL), margin)
        lower[known], upper[known] = away - down, away + up
    remembered = round(RECORD_DAYS * _DAY_S / points.period_s)
    lowest, highest = -_highest_before(-values, remembered), _highest_before(values, remembered)
    return Leaps(lower, expected, upper, np.fmin(lower, lowest), np.fmax(upper, highest))


def evidence(points: Points) -> Evidence:
    """Weigh a series; it must have at least two points."""
    hours = np.floor((points.times - points.times[0]) / max(HOUR_S, points.period_s))
    negligible = _NEGLIGIBLE_SHARE * _highest_before(np.abs(points.values), len(points.values))
    # Where the period is long, several scales are the same number of points: the longest of them is looked at.
    scales = {(round(scale.span_s / points.period_s) or 1, scale.view): scale for scale in _SCALES}
    novel = {place: _novel(points, scale, negligible, hours) for place, scale in scales.items()}
    recent = novel[round(_RECENT.span_s / points.period_s) or 1, _RECENT.view].seen
    return Evidence(tuple(novel.values()), _leaps(points, recent, negligible, hours))
