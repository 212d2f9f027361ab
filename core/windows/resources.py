"""Several resources of one machine as one load: at each moment the one that is nearest to its own peak counts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.series import Metric, Series
from core.windows.grid import Floats

_PEAK, _REST = 98, 2  # percentiles between which a resource usually moves
_FLAT = 0.2  # a resource that moves by less than this share of its peak says nothing about when
_COVERED = 0.7  # of what is known of the best measured resource


@dataclass(frozen=True, slots=True)
class Load:
    """`values` in percent of the usual peak of whichever resource is nearest to its own; None where one is unknown.

    `made_of` are the resources that count; `left_out` those that hardly vary or were measured too rarely.
    """

    times: tuple[float, ...]
    values: tuple[float | None, ...]
    made_of: tuple[Metric, ...]
    left_out: tuple[Metric, ...]


def combined(several: Sequence[Series]) -> Load:
    """One load of series with the same times; empty without any.

    Where a resource that counts was not measured, the load is unknown, as that one may have been the busiest.

    Raises:
        ValueError: the times differ.
    """
    if len({series.times for series in several}) > 1:
        raise ValueError("Series with different times cannot be combined.")
    told = {series.metric: _floats(series) for series in several}
    known = {metric: float(np.isfinite(values).mean()) if len(values) else 0.0 for metric, values in told.items()}
    measured = [metric for metric in told if known[metric] and known[metric] >= _COVERED * max(known.values())]
    moving = [metric for metric in measured if not _flat(told[metric])] or measured
    times = several[0].times if several else ()
    left_out = tuple(metric for metric in told if metric not in moving)
    if not moving:
        return Load(times, (None,) * len(times), (), left_out)
    shares = np.vstack([_share_of_peak(told[metric]) for metric in moving])
    values = np.where(np.isfinite(shares).all(axis=0), shares.max(axis=0), np.nan)
    return Load(times, tuple(None if np.isnan(each) else float(each) for each in values), tuple(moving), left_out)


def _floats(series: Series) -> Floats:
    values = np.array([np.nan if value is None else value for value in series.values], dtype=np.float64)
    return np.where(np.isfinite(values), values, np.nan)


def _range(values: Floats) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    low, high = np.percentile(known, (_REST, _PEAK))
    return float(low), float(high)


def _flat(values: Floats) -> bool:
    low, high = _range(values)
    return high - low <= _FLAT * abs(high)


def _share_of_peak(values: Floats) -> Floats:
    """In percent; a resource that is always at rest (a peak of zero) is at 0."""
    peak = _range(values)[1]
    return np.asarray(100 * values / peak if peak > 0 else np.where(np.isfinite(values), 0.0, np.nan))
