"""Statistics over periods: the five plain ones from statistic sets, percentiles and trimmed means from samples."""

import re

import numpy as np

from sandbox.aws.cloudwatch.noise import Floats, Times
from sandbox.aws.cloudwatch.rows import Rows

PLAIN = ("SampleCount", "Average", "Sum", "Minimum", "Maximum")
_EXTENDED = re.compile(r"(?P<kind>p|tm)(?P<percent>100|\d{1,2}(?:\.\d{1,10})?)")
# CloudWatch computes these too, this sandbox does not.
_NOT_HERE = re.compile(r"(?:tc|ts|wm)\d.*|(?:TM|TC|TS|WM|PR)\(.*\)|IQM", re.IGNORECASE)


def is_extended(name: str) -> bool:
    """Whether it is a percentile or trimmed mean, which needs single samples."""
    return _EXTENDED.fullmatch(name) is not None


def is_statistic(name: str) -> bool:
    """Whether CloudWatch knows it, whether or not it is computed here."""
    return name in PLAIN or is_extended(name) or is_not_here(name)


def is_not_here(name: str) -> bool:
    """Whether CloudWatch computes it and this sandbox does not."""
    return _NOT_HERE.fullmatch(name) is not None


def over_periods(found: Rows, anchor: int, period: int, name: str) -> tuple[Times, Floats]:
    """Period starts, counted from the anchor, and the statistic; periods without data are absent."""
    numbers = (found.times - anchor) // period
    if not numbers.size:
        return numbers, np.empty(0)
    begins = np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1))
    values = _extended(found, numbers, begins, name) if is_extended(name) else _plain(found, begins, name)
    return anchor + numbers[begins] * period, values


def _plain(found: Rows, begins: Times, name: str) -> Floats:
    if name == "Minimum":
        return np.minimum.reduceat(found.least, begins)
    if name == "Maximum":
        return np.maximum.reduceat(found.most, begins)
    if name == "SampleCount":
        return np.add.reduceat(found.count, begins)
    total = np.add.reduceat(found.total, begins)
    return total if name == "Sum" else total / np.add.reduceat(found.count, begins)


def _extended(found: Rows, numbers: Times, begins: Times, name: str) -> Floats:
    match = _EXTENDED.fullmatch(name)
    if match is None:
        raise ValueError(f"{name} is no extended statistic")
    share = float(match["percent"]) / 100
    sizes = np.diff(begins, append=numbers.size)
    ordered = _sorted_within(found.total, numbers, sizes)
    compute = _percentile if match["kind"] == "p" else _trimmed
    return compute(ordered, begins, sizes, share)


def _sorted_within(values: Floats, numbers: Times, sizes: Times) -> Floats:
    """The values sorted period by period; a matrix where all but the last are as long, which is much quicker."""
    if sizes.size > 1 and (sizes[:-1] == sizes[0]).all():
        whole = sizes[0] * (sizes.size - 1)
        return np.concatenate((np.sort(values[:whole].reshape(-1, sizes[0])).ravel(), np.sort(values[whole:])))
    ordered: Floats = values[np.lexsort((values, numbers))]
    return ordered


def _percentile(ordered: Floats, begins: Times, sizes: Times, share: float) -> Floats:
    at = share * (sizes - 1)
    low = np.floor(at).astype(np.int64)
    high = np.minimum(low + 1, sizes - 1)
    part = at - low
    found: Floats = ordered[begins + low] * (1 - part) + ordered[begins + high] * part
    return found


def _trimmed(ordered: Floats, begins: Times, sizes: Times, share: float) -> Floats:
    kept = np.maximum(np.floor(share * sizes).astype(np.int64), 1)
    sums = np.concatenate(([0.0], np.cumsum(ordered)))
    trimmed: Floats = (sums[begins + kept] - sums[begins]) / kept
    return trimmed
