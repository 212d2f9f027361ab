"""Medians, percentiles and means of measurements with gaps; numpy's own warn of a row of gaps alone."""

import numpy as np

from core.windows.grid import Floats


def percentile(rows: Floats, share: float) -> Floats:
    """Of each row without its gaps; NaN for a row of gaps alone."""
    known = np.isfinite(rows).sum(axis=-1)
    ordered = np.sort(rows, axis=-1)
    place = np.maximum(known - 1, 0) * share / 100
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(known - 1, 0))
    at_low, at_high = (np.take_along_axis(ordered, each[..., None], -1)[..., 0] for each in (low, high))
    return np.asarray(np.where(known > 0, at_low + (at_high - at_low) * (place - low), np.nan))


def median(rows: Floats) -> Floats:
    """The median of each column without its gaps."""
    return percentile(np.moveaxis(rows, 0, -1), 50)


def mean(rows: Floats) -> Floats:
    """The mean of each column without its gaps."""
    known = np.isfinite(rows)
    counts = known.sum(axis=0)
    sums = np.where(known, rows, 0.0).sum(axis=0)
    return np.asarray(np.divide(sums, counts, out=np.full(rows.shape[1:], np.nan), where=counts > 0))
