"""Find unusual stretches of a series and the band they left."""

from collections.abc import Sequence

import numpy as np

from core.anomaly.answer import Anomaly, Band
from core.anomaly.points import Floats, Points, measured
from core.confidence import Confidence

_DAY_S = 86_400.0
_HOUR_S = 3_600.0


def _bounds(points: Points) -> tuple[Floats, Floats, Floats]:
    """Lowest, median and highest of all earlier blocks of an hour, each with a margin; NaN for the first day."""
    lower, middle, upper = (np.full(len(points.times), np.nan) for _ in range(3))
    block = np.floor((points.times - points.times[0]) / _HOUR_S)
    for hour in np.unique(block[points.times - points.times[0] >= _DAY_S]):
        here, past = block == hour, points.values[block < hour]
        low, usual, high = np.quantile(past, (0, 0.5, 1))
        lower[here], middle[here], upper[here] = low - 0.3 * (high - low), usual, high + 0.3 * (high - low)
    return lower, middle, upper


def detect(times: Sequence[float], values: Sequence[float | None]) -> list[Anomaly]:
    """The unusual stretches of a series, oldest first; none in its first day.

    Args:
        times: Epoch seconds.
        values: One per time; None (or NaN) where nothing was measured.
    """
    points = measured(times, values)
    if not len(points.times):
        return []
    lower, usual, upper = _bounds(points)
    found: list[Anomaly] = []
    for i in np.flatnonzero((points.values > upper) | (points.values < lower)):
        at, observed, expected = float(points.times[i]), float(points.values[i]), float(usual[i])
        if found and at - found[-1].end < _HOUR_S:
            found[-1] = found[-1].model_copy(update={"end": at})
            continue
        days = (at - float(points.times[0])) / _DAY_S
        word = "highest" if observed > expected else "lowest"
        found.append(
            Anomaly(
                start=at,
                end=at,
                direction="high" if observed > expected else "low",
                size=observed - expected,
                expected=expected,
                observed=observed,
                confidence=Confidence(value=0.6, basis=f"{days:.0f} days of history"),
                why=f"{observed:.4g} where {expected:.4g} is usual; {word} of {days:.0f} days",
            )
        )
    return found


def band(times: Sequence[float], values: Sequence[float | None]) -> Band:
    """What was expected at each time; None in the first day and where nothing was measured."""
    points = measured(times, values)
    sides: list[list[float | None]] = [[None] * len(times) for _ in range(3)]
    if len(points.times):
        for side, bound in zip(sides, _bounds(points), strict=True):
            for where, value in zip(points.index, bound, strict=True):
                side[where] = None if np.isnan(value) else float(value)
    lower, expected, upper = map(tuple, sides)
    return Band(lower=lower, expected=expected, upper=upper)
