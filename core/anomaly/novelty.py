"""How unlike everything before a stretch of a series is.

A stretch is the sorted values of a sliding window, thinned to a few means; two stretches are as far apart as the mean
distance of those (the earth mover's distance of their distributions); a stretch is as new as the nearest earlier one
is far (nearest-neighbour anomaly detection as in https://arxiv.org/abs/1706.03412, on distributions). So a level,
a spread or a rhythm never met before stands out, while what was seen once is known, and what returns is no news.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from core.anomaly.points import Floats, Places, Points
from core.anomaly.views import View, viewed

_ROWS_AT_ONCE = 48
_REMEMBERED_S = 28 * 86_400
_LOOSEST = 2.0


@dataclass(frozen=True)
class Scale:
    """A length of window: how long, how often it is looked at, by how many means, how rarely it may speak up, on what.

    `alarms_per_hour` is nominal: for a tail that is what it seems.
    """

    span_s: int
    step_s: int
    means: int
    alarms_per_hour: float
    view: View = "values"


@dataclass(frozen=True)
class Stretches:
    """The stretches of one scale: `last` is the place of each one's last point, `shapes` its means, lowest first.

    The shapes are of the values; `score` is the distance to the `nearest` earlier one as the scale views them.
    """

    scale: Scale
    last: Places
    shapes: Floats
    score: Floats
    nearest: Places


def _shapes(values: Floats, length: int, last: Places, means: int) -> Floats:
    """The means of so many equal shares of each sorted window."""
    windows = np.sort(sliding_window_view(values, length)[last - length + 1], axis=1)
    edges = np.round(np.linspace(0, length, min(means, length) + 1)).astype(np.intp)
    return np.add.reduceat(windows, edges[:-1], axis=1) / np.diff(edges)


def _nearest(shapes: Floats, own: int, remembered: int) -> tuple[Floats, Places]:
    """Distance to the nearest row at least `own` earlier, and its place; infinite where there is none."""
    count = len(shapes)
    score, place = np.full(count, np.inf), np.zeros(count, dtype=np.intp)
    # Half the bytes are half the time; the rounding is far below what is negligible beside the largest value.
    columns = np.ascontiguousarray(shapes.T, dtype=np.float32)
    for first in range(own, count, _ROWS_AT_ONCE):
        until, oldest = min(first + _ROWS_AT_ONCE, count), max(0, first - remembered)
        known = until - own
        apart, part = np.zeros((2, until - first, known - oldest), dtype=np.float32)
        for column in columns:
            np.subtract(column[first:until, None], column[None, oldest:known], out=part)
            apart += np.abs(part, out=part)
        # Each row knows one more than the row before, the first all but the last of them.
        newest = apart[:, max(0, first - own + 1 - oldest) :]
        rows, width = newest.shape
        newest[np.tri(rows, width, width - rows) == 0] = np.inf
        best = apart.argmin(axis=1)
        score[first:until] = apart[np.arange(until - first), best] / len(columns)
        place[first:until] = best + oldest
    return score, place


def stretches(points: Points, scale: Scale) -> Stretches:
    """Look at a series in windows of one length; windows torn apart by a gap are left out."""
    period_s = points.period_s
    length, step = (max(1, round(span / period_s)) for span in (scale.span_s, scale.step_s))
    last = np.arange(length - 1, len(points.times), step)
    lasted_s = points.times[last] - points.times[last - length + 1]
    last = last[lasted_s <= _LOOSEST * length * period_s]
    if not len(last):
        nothing = np.empty(0)
        return Stretches(scale, last, nothing.reshape(0, 1), nothing, last)
    shapes = _shapes(points.values, length, last, scale.means)
    compared = shapes if scale.view == "values" else _shapes(viewed(points, scale.view), length, last, scale.means)
    score, nearest = _nearest(compared, -(-length // step), round(_REMEMBERED_S / (step * period_s)))
    return Stretches(scale, last, shapes, score, nearest)
