"""Slopes that a few wild values do not move, with an interval that says how well they are known."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_SIGMAS = 1.96  # two-sided 95 %


@dataclass(frozen=True, slots=True)
class Slope:
    """A change per second; with 95 % confidence between `low` and `high`."""

    each_s: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the whole interval lies on one side of zero."""
        return self.low > 0 or self.high < 0

    @property
    def doubt(self) -> float:
        """Half the interval's width as a part of the slope; 1 where that is more than the slope itself."""
        return min(1.0, (self.high - self.low) / 2 / abs(self.each_s)) if self.each_s else 1.0

    def widened(self, other: float) -> "Slope":
        """The same with an interval that holds another slope as well."""
        return Slope(self.each_s, min(self.low, other), max(self.high, other))


def slope_of(times: Floats, values: Floats) -> Slope:
    """The median of the slopes between all pairs of points; needs two points at different times.

    Source: P. K. Sen, Estimates of the regression coefficient based on Kendall's tau, JASA 63 (1968), 1379-1389.
    """
    first, second = np.triu_indices(len(times), 1)
    slopes = np.sort((values[second] - values[first]) / (times[second] - times[first]))
    count = len(times)
    spread = _SIGMAS * sqrt(count * (count - 1) * (2 * count + 5) / 18)
    below = max(0, int((len(slopes) - spread) / 2))
    return Slope(float(np.median(slopes)), float(slopes[below]), float(slopes[-1 - below]))


def noise_of(values: Floats) -> float:
    """The standard deviation as the median distance from the median tells it, which ignores spikes."""
    return 1.4826 * float(np.median(np.abs(values - np.median(values))))
