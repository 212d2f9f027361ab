"""Growth that is really there: even, out of the noise, and not merely a part of what comes and goes."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.drops import Drops
from core.slopes import Floats, Slope, noise_of, slope_of

FEWEST = 12  # values
SHORT_S = 2 * 86_400  # below, a daily rhythm cannot be told from growth
_DAY_S = 86_400
_BLOCKS, _MOST_BLOCKS, _FEWEST_BLOCKS = 8, 14, 6
_SHORTER, _STRETCHES = 2**0.5, 16  # each stretch that is tried against the one before, and how many of them
_ABOVE_NOISE = 2.0  # deviations that the growth must reach
_EVEN = 0.3  # of the pace, that each half must have on its own
_UNSEEN = 1.5  # times the largest earlier growth of the same length
_QUIET = 0.05  # of the growth, that the noise of a short series may reach


@dataclass(frozen=True, slots=True)
class Growth:
    """A stretch of a series, up to its end, that grows evenly (or declines); `level` is where its line ends.

    `noise` is the deviation of the values from that line.
    """

    times: Floats
    slope: Slope
    level: float
    noise: float

    @property
    def span_s(self) -> float:
        """How long it has been growing."""
        return float(self.times[-1] - self.times[0])


def growth_of(times: Floats, levels: Floats, drops: Drops) -> Growth | None:
    """The stretch since the last drop and up to now whose growth is surest, of equals the longest; None without any.

    Of a series that drops again and again, only what grows over all of it counts.
    """
    regular = drops.again(float(times[-1]))
    begin = 0 if regular else int(np.searchsorted(times, drops.last))
    seen = []
    for start in [begin] if regular else _starts(times, begin):
        found = _even_growth(times[start:], levels[start:])
        whole = start == begin and times[-1] - times[start] >= SHORT_S
        if found and (whole or _unprecedented(times, levels, start, found)):
            seen.append(found)
    # A longer stretch than grew has a flat beginning, which lowers the pace and widens its interval.
    return min(seen, key=lambda each: (each.span_s < SHORT_S, round(each.slope.doubt, 1)), default=None)


def _starts(times: Floats, begin: int) -> Iterator[int]:
    """All since `begin`, then ever shorter ends of it, while there are values enough."""
    span = times[-1] - times[begin]
    for number in range(_STRETCHES):
        start = int(np.searchsorted(times, times[-1] - span / _SHORTER**number))
        if len(times) - start < FEWEST:
            return
        yield start


def _even_growth(times: Floats, levels: Floats) -> Growth | None:
    """The growth of a whole stretch, None where it is not clear, not even, or lost in noise."""
    at, medians = _blocks(times, levels)
    if len(at) < _FEWEST_BLOCKS:
        return None
    slope = slope_of(at, medians)
    halves = [slope_of(at[part], medians[part]).each_s for part in _halves(len(at))]
    rest = levels - slope.each_s * (times - times[-1])
    rise = abs(slope.each_s) * float(times[-1] - times[0])
    noise = noise_of(rest)
    if not slope.clear or rise < _ABOVE_NOISE * noise:
        return None
    if any(half / slope.each_s < _EVEN for half in halves):
        return None
    return Growth(times, slope.widened(halves[-1]), float(np.median(rest[times >= at[-2]])), noise)


def _blocks(times: Floats, levels: Floats) -> tuple[Floats, Floats]:
    """Medians of even spans, whole days where there are enough; neighbouring values are no independent evidence."""
    span = float(times[-1] - times[0])
    count = min(_MOST_BLOCKS, max(_BLOCKS, int(span / _DAY_S)))
    numbers = np.minimum(((times - times[0]) / span * count).astype(np.int64), count - 1)
    _, starts = np.unique(numbers, return_index=True)
    pairs = zip(np.split(times, starts[1:]), np.split(levels, starts[1:]), strict=True)
    at, medians = zip(*((np.median(when), np.median(part)) for when, part in pairs), strict=True)
    return np.array(at), np.array(medians)


def _halves(count: int) -> tuple[slice, slice]:
    return slice(0, (count + 1) // 2), slice(count // 2, count)


def _unprecedented(times: Floats, levels: Floats, start: int, found: Growth) -> bool:
    """Whether the series has not grown as much before, in the same time, without it having lasted.

    What was found is taken out of it first: growth must not be its own precedent.
    """
    rise = found.slope.each_s * found.span_s
    rest = levels - found.slope.each_s * np.maximum(0.0, times - times[start])
    earlier = np.arange(times[0], times[start] - found.span_s / 2, found.span_s / 4)
    seen = max((_rise(times, rest, at, found.span_s) / rise for at in earlier), default=0.0)
    if seen * _UNSEEN > 1:
        return False
    return times[start] - times[0] >= SHORT_S or found.noise <= _QUIET * abs(rise)


def _rise(times: Floats, levels: Floats, begin: float, span: float) -> float:
    """What the pace from the first to the last quarter makes of a whole stretch; 0 where nothing was measured."""
    first = levels[(times >= begin) & (times < begin + span / 4)]
    last = levels[(times >= begin + span * 3 / 4) & (times <= begin + span)]
    return float(np.median(last) - np.median(first)) / 0.75 if len(first) and len(last) else 0.0
