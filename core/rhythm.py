"""What a series does at the same hour of each day or week, so that it is not taken for growth."""

import numpy as np
from numpy.typing import NDArray

from core.slopes import Floats

Numbers = NDArray[np.int64]

_HOUR_S, _DAY_H, _WEEK_H = 3600, 24, 168
_DAYS_NEEDED, _WEEKS_NEEDED = 4, 4
_MOST_H = 455 * _DAY_H  # CloudWatch keeps nothing longer


def without_rhythm(times: Floats, values: Floats) -> Floats:
    """The values less what is usual at their hour of the week, or of the day, around a level that moves.

    An hour of the week needs four weeks, an hour of the day four days; a shorter series comes back as it is,
    and so does one of more than 455 days.
    Hours are UTC's: where the clocks change within the series, an hour on each side keeps a part of its rhythm.
    """
    hours = np.floor((times - times[0]) / _HOUR_S).astype(np.int64)
    if hours[-1] > _MOST_H:
        return values
    for period, needed in ((_WEEK_H, _WEEKS_NEEDED), (_DAY_H, _DAYS_NEEDED)):
        if hours[-1] + 1 >= needed * period:
            usual: Floats = _usual(hours, values, period)[hours % period]
            left: Floats = values - usual
            return left
    return values


def _usual(hours: Numbers, values: Floats, period: int) -> Floats:
    hourly = np.full(int(hours[-1]) + 1, np.nan)
    seen, starts = np.unique(hours, return_index=True)
    hourly[seen] = [np.median(part) for part in np.split(values, starts[1:])]
    away = hourly - _level(hourly, seen, period)
    phases = np.arange(len(hourly)) % period
    usual = np.array([_median(away[phases == phase]) for phase in range(period)], dtype=np.float64)
    centred: Floats = usual - np.median(usual)
    return centred


def _level(hourly: Floats, seen: Numbers, period: int) -> Floats:
    """The median of the period around each hour; within half a period of an end, of the first or last whole one."""
    filled = np.interp(np.arange(len(hourly)), seen, hourly[seen])
    windows = np.lib.stride_tricks.sliding_window_view(filled, period)
    medians = np.median(windows, axis=1)
    return np.pad(medians, (period // 2, len(hourly) - len(medians) - period // 2), mode="edge")


def _median(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else 0.0
