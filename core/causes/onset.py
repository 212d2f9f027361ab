"""When a series changed: the step that led to where it is now, or, for a ramp, that it began before.

Steps are found by optimal partitioning with a penalty per step (the exact form of PELT, Killick et al. 2012,
https://doi.org/10.1080/01621459.2012.737745): at the few hundred points around an alarm its square cost is nothing.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from core.model import Model

Floats = NDArray[np.float64]

_FEWEST = 8
_MOST = 400
_PENALTY = 4.0
_SHORTEST = 2
# A ramp explains a course better than any step when it leaves so much less unexplained.
_RAMP_BETTER = 0.6
_NOISE_OF_STEPS = 1.4826 / np.sqrt(2.0)


class Onset(Model):
    """The change that led to the level of now: `before` and `after` are means in the unit of the series.

    `ramp`: it did not leap but grew, so that it began before `at`, which is then the latest time it can have begun.
    """

    at: datetime
    before: float
    after: float
    ramp: bool

    @property
    def rise(self) -> float:
        """How much it went up (or, negative, down)."""
        return self.after - self.before


def onset_of(times: Sequence[float], values: Sequence[float | None]) -> Onset | None:
    """The last change of level; None where there is none beyond noise, or too little was measured.

    `times` are epoch seconds, oldest first; what was not measured is left out, and of very many the newest count.
    """
    all_values = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    there = np.isfinite(all_values)
    known, at = all_values[there][-_MOST:], np.array(times, dtype=np.float64)[there][-_MOST:]
    if len(known) < _FEWEST:
        return None
    spread = _noise(known)
    starts = _steps(known, _PENALTY * spread**2 * np.log(len(known)))
    if not starts:
        return None
    last = starts[-1]
    first = starts[-2] if len(starts) > 1 else 0
    before, after = float(known[first:last].mean()), float(known[last:].mean())
    grown = _ramp_from(known)
    if grown is not None:
        level = float(known[:grown].mean()) if grown else float(known[0])
        return Onset(at=_moment(at[grown]), before=level, after=float(known[-1]), ramp=True)
    return Onset(at=_moment(at[last]), before=before, after=after, ramp=False)


def _noise(known: Floats) -> float:
    """The standard deviation without what steps add, from differences; never nothing."""
    steps = np.diff(known)
    spread = float(_NOISE_OF_STEPS * np.median(np.abs(steps - np.median(steps))))
    return max(spread, 0.01 * float(np.ptp(known)), 1e-9)


def _steps(known: Floats, penalty: float) -> list[int]:
    """The places where a new level begins, each segment at least two points long but for the last.

    The alarm is young: what it tells of may have been measured once only.
    """
    count = len(known)
    sums = np.concatenate([[0.0], np.cumsum(known)])
    squares = np.concatenate([[0.0], np.cumsum(known**2)])
    best = np.full(count + 1, np.inf)
    best[0] = -penalty
    came_from = np.zeros(count + 1, dtype=np.intp)
    for end in range(_SHORTEST, count + 1):
        shortest = _SHORTEST if end < count else 1
        begin = np.arange(0, end - shortest + 1)
        length = end - begin
        cost = squares[end] - squares[begin] - (sums[end] - sums[begin]) ** 2 / length
        total = best[begin] + cost + penalty
        chosen = int(np.argmin(total))
        best[end], came_from[end] = total[chosen], begin[chosen]
    places, end = [], count
    while end > 0:
        end = int(came_from[end])
        if end > 0:
            places.append(end)
    return places[::-1]


def _ramp_from(known: Floats) -> int | None:
    """Where steady growth to the end begins, if that explains the course much better than one step does."""
    count = len(known)
    step = min(_unexplained_by_step(known, place) for place in range(_SHORTEST, count - _SHORTEST))
    ramps = [(_unexplained_by_ramp(known, place), place) for place in range(count - 3 * _SHORTEST)]
    least, place = min(ramps)
    return place if least < _RAMP_BETTER * step else None


def _unexplained_by_step(known: Floats, place: int) -> float:
    return float(known[:place].var() * place + known[place:].var() * (len(known) - place))


def _unexplained_by_ramp(known: Floats, place: int) -> float:
    shape = np.maximum(np.arange(len(known)) - place, 0.0)
    shape -= shape.mean()
    around = known - known.mean()
    slope = float(shape @ around) / max(float(shape @ shape), 1e-12)
    return float(((around - slope * shape) ** 2).sum())


def _moment(epoch_s: float) -> datetime:
    return datetime.fromtimestamp(float(epoch_s), UTC)
