"""How far a component left its own normal when the alarm came, and how much of the trouble it had in each period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Trouble = Literal["slow", "failing", "strained"]
Values = Sequence[float | None]

_FAILING = ("availability", "success", "healthy")
_SLOW = ("latency", "duration", "responsetime", "response_time")
# What a component has too much of, in its own unit: see `core.causes.measures`.
_STRAINED = ("strain",)
_VOLUME = ("requests", "requestcount", "invocations", "calls")
# Of a robust spread: the median distance times this is the standard deviation of normal noise.
_NORMAL = 1.4826
_ENOUGH = 12
# In percentage points for what fails, else relative; without a normal time to compare with, more.
_LEAST_NOISE: Mapping[Trouble, float] = {"slow": 0.05, "failing": 0.5, "strained": 0.1}
_UNKNOWN_NOISE: Mapping[Trouble, float] = {"slow": 0.2, "failing": 1.0, "strained": 0.3}
# So many times its noise is as likely trouble as not.
_EVEN = 4.0
# Without a value from before the alarm, only another day's can be compared with.
_OTHER_DAY = 0.5


class Measured(NamedTuple):
    """What a series measures: `latency` of `checkout`, as `Average`."""

    component: str
    metric: str
    statistic: str


@dataclass(frozen=True, slots=True)
class Moment:
    """The periods that are looked at (epoch seconds of their beginnings), and when the alarm came."""

    times: Floats
    at: float

    @property
    def before(self) -> NDArray[np.bool_]:
        """Which periods were over when the alarm came; at least the first, which holds the oldest known state."""
        step = float(np.median(np.diff(self.times))) if len(self.times) > 1 else 0.0
        over = self.times + step <= self.at
        over[:1] = True
        return over


@dataclass(frozen=True, slots=True)
class Shift:
    """`strength`: how surely it is no noise, 0 to 1. `extra`: trouble per period, 0 where there is none.

    It is in seconds of what is slow and in failed calls of what fails; strain has no unit that others have too.
    """

    trouble: Trouble
    strength: float
    extra: Floats


def trouble_of(metric: str) -> Trouble | None:
    """Which kind of trouble a metric tells of; None for volume and whatever else is only a symptom."""
    name = metric.lower()
    if any(word in name for word in _FAILING):
        return "failing"
    if any(word in name for word in _STRAINED):
        return "strained"
    return "slow" if any(word in name for word in _SLOW) else None


def is_volume(metric: str) -> bool:
    """Whether a metric counts calls."""
    return metric.lower() in _VOLUME


def floats(values: Values) -> Floats:
    """The values as numbers, NaN where nothing was measured."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def shift_of(trouble: Trouble, values: Floats, moment: Moment, usual: Floats, calls: Floats | None) -> Shift | None:
    """How a series moved; None where it was not measured, or there is nothing to compare it with.

    `values` hold one per period of the moment, `usual` any number from a normal time, `calls` how many calls there were
    in each period, where that is known.
    """
    bad, known = _badness(trouble, values), usual[np.isfinite(usual)]
    before, during = bad[moment.before], bad[~moment.before]
    before, there = before[np.isfinite(before)], np.isfinite(during)
    normal = _badness(trouble, known)
    normal = normal[np.isfinite(normal)]
    if not there.any() or not (len(before) or len(normal)):
        return None
    expected = float(np.median(before if len(before) else normal))
    noise = _noise(trouble, normal) * np.sqrt(1 + 1 / max(1, len(before)))
    height = float(np.max(during[there])) - expected
    far = max(0.0, float(height / noise))
    strength = far**2 / (far**2 + _EVEN**2)
    extra = _extra(trouble, values, expected)
    extra[moment.before] = 0.0
    return Shift(trouble, strength if len(before) else strength * _OTHER_DAY, extra if calls is None else extra * calls)


def _badness(trouble: Trouble, values: Floats) -> Floats:
    """On a scale where noise is alike everywhere and up is bad: the logarithm of a time, per cent of failures."""
    if trouble == "failing":
        return 100.0 - values
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(values > 0, np.log(values), np.nan)


def _extra(trouble: Trouble, values: Floats, expected: float) -> Floats:
    """What was added to each call on average: seconds, the share that failed, or strain."""
    added = (100.0 - values - expected) / 100 if trouble == "failing" else values - np.exp(expected)
    return np.nan_to_num(np.maximum(added, 0.0))


def _noise(trouble: Trouble, normal: Floats) -> float:
    if len(normal) < _ENOUGH:
        return _UNKNOWN_NOISE[trouble]
    middle = np.median(normal)
    spread = _NORMAL * float(np.median(np.abs(normal - middle)))
    # Failures are nearly always none: then the median distance is zero, and only the tail knows of noise.
    tail = (float(np.quantile(normal, 0.975)) - float(middle)) / 1.96
    return max(spread, tail / 2, _LEAST_NOISE[trouble])
