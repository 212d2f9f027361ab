"""The measured points of a series, fit for arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_LARGEST = 1e100


@dataclass(frozen=True)
class Points:
    """What was really measured, oldest first; `index` says where each stood in what was given."""

    times: Floats
    values: Floats
    index: NDArray[np.intp]


def measured(times: Sequence[float], values: Sequence[float | None]) -> Points:
    """Leave out what is no number (a gap is never zero) and values no metric takes, which would overflow.

    Raises:
        ValueError: There is not one value per time.
    """
    if len(times) != len(values):
        raise ValueError(f"A series has one value per time; {len(times)} times came with {len(values)} values.")
    at = np.asarray(times, dtype=np.float64).reshape(-1)
    value = np.array([np.nan if one is None else one for one in values], dtype=np.float64)
    usable = np.flatnonzero(np.isfinite(at) & (np.abs(value) < _LARGEST))
    index = usable[np.argsort(at[usable], kind="stable")]
    return Points(at[index], value[index], index)
