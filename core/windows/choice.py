"""Choose windows: contiguous quarter hours ahead, the least load first, several that really differ."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from core.windows.gappy import percentile
from core.windows.grid import DAY, HOUR, STEP_S, Floats, wall_steps
from core.windows.outlook import Outlook
from core.windows.weeks import slots_of

_APART = DAY // 2  # alternatives begin at least half a day apart: not four neighbours of one night
_HIGH_COUNTS = 0.2  # what a high 95th percentile counts beside the mean
_BESIDE_COUNTS = 0.1  # what a busy hour just before or after counts: work may take longer
_SOONER = 0.001  # of the reach, for each day: of two equal windows the sooner


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A time to avoid, in epoch seconds. `costs` is in parts of the reach of the load; infinite: not at all."""

    start: float
    end: float
    costs: float


@dataclass(frozen=True, slots=True)
class Choice:
    """A window in epoch seconds. `expected` and `high` (95th percentile) are loads, `score` is less for better.

    `weeks` is the mean load of the same time in each earlier week, the last first, NaN where it is not known.
    """

    start: float
    end: float
    expected: float
    high: float
    score: float
    weeks: tuple[float, ...]


def choose(
    outlook: Outlook, *, days_ahead: float, minutes: int, most: int, obstacles: Sequence[Obstacle] = ()
) -> tuple[Choice, ...]:
    """The best windows first, at most `most`, each beginning on a full hour of the wall clock.

    Empty where no time ahead is known from two weeks, or all of it is closed.
    """
    ahead = _Ahead(outlook, days_ahead, minutes)
    if not ahead.starts.size:
        return ()
    scores = ahead.scores() + ahead.costs(obstacles)
    return tuple(ahead.choice(index, float(scores[index])) for index in _distinct(ahead.starts, scores, most))


class _Ahead:
    """The quarter hours ahead of now, each with what is known of it."""

    def __init__(self, outlook: Outlook, days_ahead: float, minutes: int) -> None:
        first = int(np.ceil(outlook.now_s / STEP_S))
        self.length = max(1, -(-minutes * 60 // STEP_S))
        self.minutes = minutes
        self.outlook = outlook
        steps = np.arange(first, first + round(days_ahead * DAY), dtype=np.int64)
        wall = wall_steps(steps, outlook.zone)
        slots = slots_of(wall)
        self.expected, self.weeks = outlook.profile.expected[slots], outlook.profile.weeks[:, slots]
        self.first = first
        full_hours = np.flatnonzero(wall % HOUR == 0)
        whole = full_hours[full_hours + self.length <= len(steps)]
        self.starts = whole[np.isfinite(_means(self.expected, self.length)[whole])] if whole.size else whole

    def scores(self) -> Floats:
        """The load of each start: its mean, raised by high values in single weeks and by busy hours beside it."""
        mean = _means(self.expected, self.length)[self.starts]
        high = np.fmax(self.high(), mean)
        reach = self.outlook.reach or 1.0
        sooner = _SOONER * reach * self.starts / DAY
        return np.asarray(mean + _HIGH_COUNTS * (high - mean) + _BESIDE_COUNTS * self._beside(mean) + sooner)

    def high(self) -> Floats:
        """The 95th percentile of all weeks in each window."""
        seen = sliding_window_view(self.weeks, self.length, axis=1)[:, self.starts]
        return percentile(np.moveaxis(seen, 0, 1).reshape(len(self.starts), -1), 95)

    def costs(self, obstacles: Sequence[Obstacle]) -> Floats:
        """What each window's obstacles cost, in the unit of the load."""
        costs = np.zeros(len(self.starts))
        begin = (self.first + self.starts) * float(STEP_S)
        for each in obstacles:
            meets = (begin < each.end) & (begin + self.minutes * 60 > each.start)
            costs[meets] += each.costs * (self.outlook.reach or 1.0)
        return costs

    def choice(self, index: int, score: float) -> Choice:
        """One start in words of its own."""
        at = int(self.starts[index])
        start = float((self.first + at) * STEP_S)
        own = slice(at, at + self.length)
        expected = float(self.expected[own].mean())
        high = float(percentile(self.weeks[:, own].reshape(1, -1), 95)[0])
        weeks = tuple(float(each) for each in self.weeks[:, own].mean(axis=1))
        return Choice(start, start + self.minutes * 60, expected, max(expected, high), score, weeks)

    def _beside(self, mean: Floats) -> Floats:
        hours = _means(self.expected, HOUR)
        before = hours[np.clip(self.starts - HOUR, 0, len(hours) - 1)]
        after = hours[np.clip(self.starts + self.length, 0, len(hours) - 1)]
        return np.asarray(np.nan_to_num(np.fmax(np.fmax(before, after) - mean, 0.0)))


def _means(values: Floats, length: int) -> Floats:
    return np.asarray(sliding_window_view(values, length).mean(axis=-1)) if len(values) >= length else np.array([])


def _distinct(starts: "np.ndarray[tuple[int], np.dtype[np.int64]]", scores: Floats, most: int) -> list[int]:
    """The indices of the best scores whose starts lie apart."""
    chosen: list[int] = []
    for index in np.argsort(scores, kind="stable"):
        if len(chosen) >= most or not np.isfinite(scores[index]):
            break
        if all(abs(int(starts[index]) - int(starts[other])) >= _APART for other in chosen):
            chosen.append(int(index))
    return chosen
