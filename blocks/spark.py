"""A series as one row of characters, for a terminal."""

from collections.abc import Sequence
from statistics import fmean

_BARS = "▁▂▃▄▅▆▇█"
_GAP = " "


def spark(values: Sequence[float | None], width: int) -> str:
    """At most `width` bars, each the mean of its stretch, from the least to the greatest of them; a gap is empty."""
    count = min(width, len(values))
    stretches = [values[place * len(values) // count : (place + 1) * len(values) // count] for place in range(count)]
    means = [_mean(stretch) for stretch in stretches]
    known = [each for each in means if each is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    return "".join(_GAP if each is None else _bar(each, low, high) for each in means)


def _mean(stretch: Sequence[float | None]) -> float | None:
    known = [each for each in stretch if each is not None]
    return fmean(known) if known else None


def _bar(value: float, low: float, high: float) -> str:
    if high <= low:
        return _BARS[0]
    return _BARS[min(len(_BARS) - 1, int((value - low) / (high - low) * len(_BARS)))]
