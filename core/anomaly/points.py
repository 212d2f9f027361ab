"""The measured points of a series, fit for arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
_LARGEST = 1e30
_FIRST_STEPS = 12


@dataclass(frozen=True)
class Points:
    """What was really measured, oldest first; `index` says where each stood in what was given."""

    times: Floats
    values: Floats
    index: Places

    @cached_property
    def period_s(self) -> float:
        """The usual step at the beginning: what comes later must not change what was said before. Zero for no step."""
        steps = np.diff(self.times[: _FIRST_STEPS + 1])
        return float(np.median(steps)) if len(steps) else 0.0


def measured(times: Sequence[float], values: Sequence[float | None]) -> Points:
    """Leave out what is no number (a gap is never zero) and values no metric takes, which would overflow.

    Of several values at one time the first counts.

    Raises:
        ValueError: There is not one value per time.
    """
    if len(times) != len(values):
        raise ValueError(f"A series has one value per time; {len(times)} times came with {len(values)} values.")
    at = np.asarray(times, dtype=np.float64).reshape(-1)
    value = np.array([np.nan if one is None else one for one in values], dtype=np.float64)
    usable = np.flatnonzero((np.abs(at) < _LARGEST) & (np.abs(value) < _LARGEST))
    _, first = np.unique(at[usable], return_index=True)
    index = usable[first]
    return Points(at[index], value[index], index)
