"""When a machine as a whole is unusual: several kinds of its metrics at once, or one far out, and for a while."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from core.anomaly.answer import Anomaly
from core.anomaly.judgement import detect
from core.anomaly.points import Floats
from core.metrics.catalogue import known
from core.model import Model
from core.series import Metric, Series

LASTS_S = 45 * 60.0
_TOGETHER_S = 3_600.0
_KINDS, _SURE_ENOUGH = 2, 0.6
# Alone it counts where it holds beyond all that held before: by half of that range, at some times of it, or near 100 %.
_BEYOND_SHARE, _TIMES = 0.5, 3.0
_NEARLY_FULL, _NOT_FULL = 90.0, 85.0


class Part(Model):
    """One metric that left its normal.

    `level` is what it held when that was seen; from `start` to `until`, in epoch seconds, it was more than half the way
    there. `far`: nothing before comes near to the farthest level that it held.
    """

    metric: Metric
    anomaly: Anomaly
    level: float
    start: float
    until: float
    far: bool


class Upset(Model):
    """`start` to `end` in epoch seconds, and what was unusual, the surest first."""

    start: float
    end: float
    parts: tuple[Part, ...]


def upsets(measured: Iterable[Series]) -> tuple[Upset, ...]:
    """When one machine was upset, oldest first; what begins depends on nothing after it but for how it lasted.

    Args:
        measured: Its metrics over the same time: days of it, since the first is for learning.
    """
    parts = sorted((part for series in measured for part in _lasting(series)), key=lambda each: each.start)
    groups: list[list[Part]] = []
    for part in parts:
        last = groups[-1] if groups else []
        if last and part.start <= min(_end(last), last[0].start + _TOGETHER_S):
            last.append(part)
        else:
            groups.append([part])
    return tuple(_upset(group) for group in groups if _counts(group))


def _lasting(series: Series) -> Iterator[Part]:
    known_at = [place for place, value in enumerate(series.values) if value is not None]
    times = np.array(series.times)[known_at]
    values = np.array([series.values[place] for place in known_at], dtype=np.float64)
    periods = max(1, round(LASTS_S / series.period_s))
    for each in detect(series.times, series.values):
        seen = int(np.searchsorted(times, each.start))
        level = float(np.median(values[seen : seen + periods]))
        first, after = _departed(values, seen, each.expected, level)
        start, until = float(times[first]), float(times[after - 1]) + series.period_s
        if after > seen and until - start >= LASTS_S:
            far = _is_far(values[:first], values[first:after], periods, up=level > each.expected, metric=series.metric)
            yield Part(metric=series.metric, anomaly=each, level=level, start=start, until=until, far=far)


def _departed(values: Floats, seen: int, expected: float, level: float) -> tuple[int, int]:
    """From where to where the values are more than half the way to the level, around the place where it was seen."""
    away = (values - expected) * np.sign(level - expected) > abs(level - expected) / 2
    after = seen + (int(np.argmin(away[seen:])) if not away[seen:].all() else len(values) - seen)
    first = seen - (int(np.argmin(away[:seen][::-1])) if not away[:seen].all() else seen)
    return first, after


def _is_far(before: Floats, since: Floats, periods: int, *, up: bool, metric: Metric) -> bool:
    if min(len(before), len(since)) < periods:
        return False
    low, high = _held(before, periods, up=False), _held(before, periods, up=True)
    held, usual = _held(since, periods, up=up), high if up else low
    beyond = held - usual if up else usual - held
    nearer, farther = sorted((abs(held), abs(usual)))
    full = _percent(metric) and held >= _NEARLY_FULL and usual <= _NOT_FULL
    return beyond > 0 and (full or beyond >= _BEYOND_SHARE * (high - low) or farther >= _TIMES * nearer)


def _held(values: Floats, periods: int, *, up: bool) -> float:
    """The farthest level that was held for so many periods."""
    stretches = sliding_window_view(values, periods)
    return float(stretches.min(axis=1).max() if up else stretches.max(axis=1).min())


def _percent(metric: Metric) -> bool:
    """Whether more of it is worse and 100 is all of it."""
    found = known(metric)
    return metric.unit == "Percent" and (found is None or found.full_at != 0)


def _counts(group: Sequence[Part]) -> bool:
    """Whether one is far; or several kinds agree, as one alone is often a job that nobody minds, and one is likely."""
    kinds = {found.kind if (found := known(part.metric)) else part.metric.name for part in group}
    surest = max(part.anomaly.confidence.value for part in group)
    return any(part.far for part in group) or (len(kinds) >= _KINDS and surest >= _SURE_ENOUGH)


def _upset(group: Sequence[Part]) -> Upset:
    surest = sorted(group, key=lambda part: (not part.far, -part.anomaly.confidence.value))
    return Upset(start=group[0].start, end=_end(group), parts=tuple(surest))


def _end(group: Sequence[Part]) -> float:
    return max(part.until for part in group)
