"""Signs of something unusual, and the numbers that describe the one an anomaly begins with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.anomaly.answer import Direction
from core.anomaly.evidence import HOUR_S, Evidence, Leaps, Novel
from core.anomaly.points import Floats, Points

_DAY_S = 24 * HOUR_S
_CLEAR_SHARE = 0.5


@dataclass(frozen=True)
class Sign:
    """Seen at the point `place`: `excess` is how many times its limit it is; `row` is the stretch, if it is one."""

    place: int
    excess: float
    source: Leaps | Novel
    row: int


@dataclass(frozen=True)
class Description:
    """What a sign looks like; `span_s` is zero for a single point.

    `lowest` and `highest` are between what the stretch moved, `record` whether nothing before was as far out.
    """

    direction: Direction
    observed: float
    expected: float
    span_s: float
    lowest: float
    highest: float
    record: bool


def _times_over(heights: Floats, limits: Floats) -> list[float]:
    with np.errstate(divide="ignore", over="ignore"):
        over: list[float] = (heights / limits).tolist()
    return over


def signs(points: Points, weighed: Evidence) -> Iterator[Sign]:
    """Everything that speaks for something unusual, in no order."""
    leaps = weighed.leaps
    far = np.where(points.values > leaps.expected, leaps.highest, leaps.lowest) - leaps.expected
    away = points.values - leaps.expected
    leapt = np.flatnonzero(np.abs(away) > np.abs(far))
    for place, excess in zip(leapt.tolist(), _times_over(np.abs(away[leapt]), np.abs(far[leapt])), strict=True):
        yield Sign(place, excess, leaps, place)
    for novel in weighed.novel:
        rows, seen = novel.found, novel.seen
        excesses = _times_over(seen.score[rows], novel.limit[rows])
        for row, excess in zip(rows.tolist(), excesses, strict=True):
            yield Sign(int(seen.last[row]), excess, novel, row)


def _of_leap(points: Points, leaps: Leaps, place: int) -> Description:
    observed, expected, before = float(points.values[place]), float(leaps.expected[place]), points.values[:place]
    direction: Direction = "high" if observed > expected else "low"
    record = bool(observed > before.max() or observed < before.min())
    return Description(direction, observed, expected, 0.0, observed, observed, record)


def _of_novelty(points: Points, novel: Novel, row: int) -> Description:
    """`changed` where the mean moved little for how different the stretch is, or where it is the steps that differ."""
    seen, shape = novel.seen, novel.seen.shapes[row]
    means = seen.shapes[: row + 1].mean(axis=1)
    alike = seen.nearest[row]
    observed, nearest, before = float(means[row]), float(means[alike]), means[:row]
    times = points.times[seen.last]
    day = means[np.searchsorted(times, times[row] - _DAY_S) : row]
    expected = float(np.median(day)) if len(day) else nearest
    direction: Direction = "high" if observed > expected else "low"
    clear = _CLEAR_SHARE * float(np.abs(shape - seen.shapes[alike]).mean())
    if seen.scale.view == "steps" or min(abs(observed - expected), abs(observed - nearest)) < clear:
        direction = "changed"
    span_s = max(float(seen.scale.span_s), points.period_s)
    record = bool(observed > before.max() or observed < before.min())
    return Description(direction, observed, expected, span_s, float(shape[0]), float(shape[-1]), record)


def described(points: Points, together: Sequence[Sign]) -> Description:
    """The numbers behind the signs at one point, from its past alone: of a leap, which is said soonest, if any."""
    clearest = max(together, key=lambda sign: (isinstance(sign.source, Leaps), sign.excess))
    if isinstance(clearest.source, Leaps):
        return _of_leap(points, clearest.source, clearest.row)
    return _of_novelty(points, clearest.source, clearest.row)
