"""Sudden drops of a series that otherwise grows: logs rotated, a disk cleaned up, a process restarted."""

from dataclasses import dataclass

import numpy as np

from core.slopes import Floats, noise_of

_BINS = 400
_BESIDE = 3  # bins on each side whose median counts, so that a spike is no drop
_OF_RANGE, _OF_NOISE = 0.2, 6.0
_REGULAR = 2  # drops from which on a series is taken to be emptied again and again
_LATE = 1.5  # times the longest time between two drops; after that the next one does not come by itself


@dataclass(frozen=True, slots=True)
class Drops:
    """When the values fell, in epoch seconds, oldest first; `last` is when the growth since then began."""

    times: tuple[float, ...]
    last: float

    def again(self, end: float) -> bool:
        """Whether the next drop may be expected as the earlier ones were, so that growth since the last says little."""
        if len(self.times) < _REGULAR:
            return False
        return end - self.times[-1] <= _LATE * float(np.max(np.diff(self.times)))


def drops_of(times: Floats, values: Floats) -> Drops:
    """The drops that stand out of the noise and of the range of the values; none in a short or even series."""
    at, levels = _binned(times, values)
    none = Drops((), float(times[0]))
    if len(levels) < 4 * _BESIDE:
        return none
    medians = np.median(np.lib.stride_tricks.sliding_window_view(levels, _BESIDE), axis=1)
    falls = medians[:-_BESIDE] - medians[_BESIDE:]
    low, high = np.percentile(values, (2, 98))
    deep = max(_OF_RANGE * (high - low), _OF_NOISE * noise_of(falls))
    runs = _runs(np.flatnonzero(falls > deep)) if deep > 0 else []
    if not runs:
        return none
    # Fall i is from bins i..i+2 to bins i+3..i+5: the edge lies between those two.
    edges = [int(run[np.argmax(falls[run])]) + _BESIDE for run in runs]
    lowest = edges[-1] + int(np.argmin(levels[edges[-1] : edges[-1] + _BESIDE]))
    return Drops(tuple(float(at[edge]) for edge in edges), float(at[lowest]))


def _binned(times: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Medians of at most 400 even spans of time, with the time at which each begins; empty ones are left out."""
    span = times[-1] - times[0]
    if len(times) <= _BINS or not span:
        return times, values
    numbers = np.minimum(((times - times[0]) / span * _BINS).astype(np.int64), _BINS - 1)
    _, starts = np.unique(numbers, return_index=True)
    return times[starts], np.array([np.median(part) for part in np.split(values, starts[1:])])


def _runs(found: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> "list[np.ndarray[tuple[int], np.dtype[np.int64]]]":
    """Neighbouring numbers together; none for none."""
    return np.split(found, np.flatnonzero(np.diff(found) > _BESIDE) + 1) if len(found) else []
