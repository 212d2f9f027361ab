"""Ways to look at the values of a series before its stretches are compared."""

from typing import Literal, assert_never

import numpy as np

from core.anomaly.points import Floats, Points

View = Literal["values", "magnitudes", "steps"]
_DAY_S = 86_400.0
_GRAIN_SHARE = 0.05
_FINEST_GRAIN = 1e-250


def _grain(points: Points) -> float:
    """Below this a magnitude hardly counts: a share of the first day's mean, or of the first value that is not zero."""
    sizes = np.abs(points.values)
    usual = float(sizes[points.times < points.times[0] + _DAY_S].mean())
    first = sizes[np.flatnonzero(sizes)[:1]].sum()
    return max(_GRAIN_SHARE * (usual or float(first)), _FINEST_GRAIN)


def viewed(points: Points, view: View) -> Floats:
    """The values themselves, their logarithms (zero stays zero), or how far each is from the one before.

    By their logarithms a fall to a tenth is as large as a rise to ten times, which heavy tails hide otherwise; by the
    steps a new restlessness or a standstill shows at any level. From the second day on each depends on its past alone.
    """
    match view:
        case "values":
            return points.values
        case "magnitudes":
            return np.sign(points.values) * np.log1p(np.abs(points.values) / _grain(points))
        case "steps":
            return np.abs(np.diff(points.values, prepend=points.values[:1]))
        case _:
            assert_never(view)
