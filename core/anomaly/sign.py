"""One sign of something unusual, with the numbers that describe it."""

from dataclasses import dataclass

import numpy as np

from core.anomaly.answer import Direction
from core.anomaly.evidence import HOUR_S, Leaps, Novel
from core.anomaly.points import Points

_DAY_S = 24 * HOUR_S
_CLEAR_SHARE = 0.5


@dataclass(frozen=True)
class Sign:
    """Seen at the point `place`: `excess` is how many times its limit it is; `span_s` is zero for a single point.

    `lowest` and `highest` are between what the stretch moved, and `record` whether nothing before was as far out.
    """

    place: int
    excess: float
    direction: Direction
    observed: float
    expected: float
    span_s: float
    lowest: float
    highest: float
    record: bool


def leap(points: Points, leaps: Leaps, place: int) -> Sign:
    """A single value beyond its bounds, which never lie within what was measured before."""
    observed, expected = float(points.values[place]), float(leaps.expected[place])
    high = observed > expected
    room = abs(float((leaps.highest if high else leaps.lowest)[place]) - expected)
    excess = abs(observed - expected) / room if room else np.inf
    return Sign(place, excess, "high" if high else "low", observed, expected, 0.0, observed, observed, record=True)


def novelty(points: Points, novel: Novel, row: int) -> Sign:
    """A stretch unlike any before: `changed` where its mean moved little for how different it is."""
    seen = novel.seen
    place, shape, limit = int(seen.last[row]), seen.shapes[row], float(novel.limit[row])
    mean, means = float(shape.mean()), seen.shapes.mean(axis=1)
    times = points.times[seen.last]
    day = means[np.searchsorted(times, times[row] - _DAY_S) : row]
    expected = float(np.median(day)) if len(day) else float(means[seen.nearest[row]])
    moved = min(abs(mean - expected), abs(mean - float(means[seen.nearest[row]])))
    direction: Direction = "high" if mean > expected else "low"
    if moved < _CLEAR_SHARE * float(seen.score[row]):
        direction = "changed"
    before = means[:row]
    return Sign(
        place,
        float(seen.score[row]) / limit if limit else np.inf,
        direction,
        mean,
        expected,
        max(float(seen.scale.span_s), points.period_s),
        float(shape[0]),
        float(shape[-1]),
        record=bool(mean > before.max() or mean < before.min()),
    )
