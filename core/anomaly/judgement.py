"""Find unusual stretches of a series, and the band of what was expected."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

import numpy as np

from core.anomaly.answer import Anomaly, Band
from core.anomaly.evidence import HOUR_S, evidence
from core.anomaly.points import Floats, Points, measured
from core.anomaly.sign import described, signs
from core.anomaly.words import told

_DAY_S = 86_400.0
_WARM_UP_STEPS = 24
_QUIET_S = 8 * HOUR_S
_BREATH_S = HOUR_S
_FAR_STRONGER = 2.0
_PLACE = attrgetter("place")


def _judged_from(points: Points) -> float:
    """When the warm-up is over: after a day, or more where a day holds too little. Never for no steps at all."""
    if not points.period_s:
        return float("inf")
    return float(points.times[0]) + max(_DAY_S, _WARM_UP_STEPS * points.period_s)


def detect(times: Sequence[float], values: Sequence[float | None]) -> list[Anomaly]:
    """The unusual stretches of a series, oldest first; none in its first day, which is for learning.

    What begins at a time depends on nothing after it. Signs less than eight hours apart are one anomaly,
    unless the later one is far stronger.

    Args:
        times: Epoch seconds.
        values: One per time; None (or NaN) where nothing was measured.
    """
    points = measured(times, values)
    if not len(points.times) or points.times[-1] < (judged_from := _judged_from(points)):
        return []
    found: list[Anomaly] = []
    strongest = 0.0
    for place, seen in groupby(sorted(signs(points, evidence(points)), key=_PLACE), key=_PLACE):
        here, at = list(seen), float(points.times[place])
        excess = max(sign.excess for sign in here)
        if at < judged_from:
            continue
        quiet_s = at - found[-1].end if found else np.inf
        if quiet_s < _BREATH_S or (quiet_s < _QUIET_S and excess < _FAR_STRONGER * strongest):
            found[-1] = found[-1].model_copy(update={"end": at})
            strongest = max(strongest, excess)
        else:
            strongest = excess
            known_days = (at - float(points.times[0])) / _DAY_S
            found.append(told(described(points, here), excess, len(here), at, known_days))
    return found


def _placed(points: Points, known: Floats, count: int) -> tuple[float | None, ...]:
    side: list[float | None] = [None] * count
    for place, value in zip(points.index.tolist(), known.tolist(), strict=True):
        side[place] = value if np.isfinite(value) else None
    return tuple(side)


def band(times: Sequence[float], values: Sequence[float | None]) -> Band:
    """What was expected at each time, and how far away is far: a value beyond that and all before is an anomaly.

    None in the first day and where nothing was measured; a bound is None where no value would be too far.
    """
    points = measured(times, values)
    judged_from = _judged_from(points)
    if not len(points.times) or points.times[-1] < judged_from:
        nothing = (None,) * len(times)
        return Band(lower=nothing, expected=nothing, upper=nothing)
    leaps = evidence(points).leaps
    lower, expected, upper = (
        _placed(points, np.where(points.times < judged_from, np.nan, side), len(times))
        for side in (leaps.lower, leaps.expected, leaps.upper)
    )
    return Band(lower=lower, expected=expected, upper=upper)
