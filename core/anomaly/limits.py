"""From which height on a score is an alarm: the tail of its own past, carried on to what is rarer than ever seen.

The highest scores of earlier hours are taken as the tail of a distribution, once as exponential and once as Pareto
(Hill's estimate); the limit is the more distant of the two points that are passed once in so many hours. A young
series has seen little, so its limit is further away. An hour that passed its limit enters the tail no higher than a few
times that limit: one great event must not hide the next, but a series that often alarms becomes quiet.
"""

import bisect
import math
from collections.abc import Iterable

import numpy as np

from core.anomaly.points import Floats

_ENOUGH_HOURS = 10
_RIPE_HOURS = 96
_RENEWED_HOURS_YOUNG, _RENEWED_HOURS = 2, 6
_SHORTEST_TAIL, _TAIL_OF_HOURS = 5, 300
_LIMITS_REMEMBERED = 3.0
_FARTHEST = 300.0


class _Past:
    """The highest scores of the hours so far, sorted, and the logarithms of those above zero."""

    def __init__(self, tail_share: float) -> None:
        self._share = tail_share
        self._highest: list[float] = []
        self._logs: list[float] = []

    def add(self, score: float) -> None:
        bisect.insort(self._highest, score)
        if score > 0:
            bisect.insort(self._logs, math.log(score))

    def passed_once_in(self, hours: float) -> float:
        """The height that an hour passes once in so many hours."""
        count = len(self._highest)
        size = max(_SHORTEST_TAIL, int(self._share * min(_TAIL_OF_HOURS, count)))
        reach = max(0.0, math.log(size / count * hours))
        floor = self._highest[-size - 1]
        limit = floor + reach * (sum(self._highest[-size:]) / size - floor)
        if floor <= 0:
            return limit
        hill = sum(self._logs[-size:]) / size - self._logs[-size - 1]
        return max(limit, floor * math.exp(min(reach * hill, _FARTHEST)))


def _limits_of_hours(highest: Iterable[float], alarms_per_hour: float, tail_share: float) -> list[float]:
    past, limit = _Past(tail_share), math.inf
    limits = []
    for known, score in enumerate(highest):
        renewed = _RENEWED_HOURS if known > _RIPE_HOURS else _RENEWED_HOURS_YOUNG
        if known >= _ENOUGH_HOURS and known % renewed == 0:
            ripeness = min(1.0, known / _RIPE_HOURS)
            limit = past.passed_once_in(1 / (alarms_per_hour * ripeness**2))
        limits.append(limit)
        past.add(min(score, _LIMITS_REMEMBERED * limit) if limit > 0 else score)
    return limits


def limits(hours: Floats, scores: Floats, alarms_per_hour: float, tail_share: float) -> Floats:
    """The limit for each score, from the scores of earlier hours alone; infinite while they are too few.

    Args:
        hours: The number of the hour each score belongs to, ascending.
        scores: Finite heights.
        alarms_per_hour: How often a limit may be passed when nothing is wrong.
        tail_share: Which share of the earlier hours is taken as the tail.
    """
    if not len(scores):
        return np.empty(0)
    starts = np.flatnonzero(np.diff(hours, prepend=-np.inf))
    highest = np.maximum.reduceat(scores, starts).tolist()
    return np.repeat(_limits_of_hours(highest, alarms_per_hour, tail_share), np.diff(starts, append=len(scores)))
