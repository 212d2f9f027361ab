"""Measured values on a regular grid of quarter hours, and the clock on the owner's wall beside it.

A quarter of an hour, because the offset from UTC is a multiple of it in every zone in use (Kathmandu +05:45,
Lord Howe with a summer time of half an hour).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STEP_S = 900
HOUR = 3600 // STEP_S
DAY = 24 * HOUR
WEEK = 7 * DAY
# A value that stands for longer than this says too little about one hour.
COARSEST_S = 3 * 3600


@dataclass(frozen=True, slots=True)
class Grid:
    """`values[i]` is the mean load of the quarter hour number `first + i` since 1970, NaN where none was measured."""

    first: int
    values: Floats

    @property
    def steps(self) -> Ints:
        """The numbers of the quarter hours since 1970."""
        return np.arange(self.first, self.first + len(self.values), dtype=np.int64)


def grid_of(times: Sequence[float], values: Sequence[float | None], since: float, until: float) -> Grid:
    """The values from `since` to before `until`, in epoch seconds; in any order, of any period up to three hours.

    A value counts for the period that follows its time; None, NaN and infinity are gaps. The period is the usual
    distance between the times. Values of a coarser period leave the grid empty.

    Raises:
        ValueError: there are not as many times as values.
    """
    if len(times) != len(values):
        raise ValueError(f"{len(times)} times and {len(values)} values: there must be as many of both.")
    first, last = int(np.ceil(since / STEP_S)), int(until // STEP_S)
    sums, counts = np.zeros(max(0, last - first)), np.zeros(max(0, last - first))
    at = np.asarray(times, dtype=np.float64)
    told = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    period_s = usual_distance_s(at)
    if period_s <= COARSEST_S:
        kept = np.isfinite(at) & np.isfinite(told)
        steps = np.floor(at[kept] / STEP_S).astype(np.int64) - first
        for ahead in range(max(1, round(period_s / STEP_S))):
            inside = (steps + ahead >= 0) & (steps + ahead < len(sums))
            np.add.at(sums, steps[inside] + ahead, told[kept][inside])
            np.add.at(counts, steps[inside] + ahead, 1)
    return Grid(first, np.divide(sums, counts, out=np.full(len(sums), np.nan), where=counts > 0))


def usual_distance_s(times: Floats) -> float:
    """The median distance between neighbouring moments in seconds, a quarter of an hour where there are too few."""
    distances = np.diff(np.unique(times[np.isfinite(times)]))
    return float(np.median(distances)) if len(distances) else STEP_S


def wall_steps(steps: Ints, zone: ZoneInfo) -> Ints:
    """What the clock on the wall shows at each quarter hour, as its number since 1970 began there.

    In the night of a change it skips numbers or shows some twice.
    """
    offsets = [_offset_s(int(step) * STEP_S, zone) for step in steps]
    return steps + np.array(offsets, dtype=np.int64) // STEP_S


def _offset_s(moment_s: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(moment_s, zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0
