"""What is known of a machine's load, for people: its week, its extremes, its trend."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np

from core.answers.patch_window import HourLoad, LoadAnalysis
from core.windows.grid import HOUR, WEEK, Floats
from core.windows.measured import Resource
from core.windows.outlook import Outlook
from core.windows.weeks import FEWEST_WEEKS
from core.windows.words import hour_of_week

_SO_FAR_DAYS = 2
_SO_FAR_SHOWN = 3


def analysis_of(outlook: Outlook, resources: Sequence[Resource], *, read: bool) -> LoadAnalysis:
    """Everything but the windows."""
    enough = outlook.enough
    return LoadAnalysis(
        enough=enough,
        read=read,
        zone=outlook.zone.key,
        days=round(outlook.known_days, 1),
        missing=round(outlook.missing, 3),
        rhythm=outlook.weeks.rhythm.value,
        now_load_pct=outlook.now_load,
        trend_pct_per_week=_trend(outlook.weeks.raw) if enough else None,
        busiest=_extreme(outlook.profile.by_hour, np.nanargmax) if enough else None,
        quietest=_extreme(outlook.profile.by_hour, np.nanargmin) if enough else None,
        resources=tuple(each.at() for each in resources),
        week_pct=_week(outlook.profile.expected),
        known_from=None if enough or not outlook.known_days else datetime.fromtimestamp(outlook.enough_at_s, UTC),
        hours_so_far=() if enough else _so_far(outlook),
    )


def _week(expected: Floats) -> tuple[tuple[float | None, ...], ...]:
    """Seven days of 24 hours."""
    hours = expected.reshape(7, 24, HOUR).mean(axis=2)
    return tuple(tuple(None if np.isnan(each) else round(float(each), 1) for each in day) for day in hours)


def _extreme(by_hour: Floats, which: Callable[[Floats], np.intp]) -> HourLoad | None:
    """Among hours that begin full."""
    full = by_hour[::HOUR]
    if not np.isfinite(full).any():
        return None
    at = int(which(full))
    return HourLoad(hour=hour_of_week(at * HOUR), load_pct=round(float(full[at]), 1))


def _trend(raw: Floats) -> float | None:
    """Percent per week by which the level grows: the middle of what each week makes beside the one before it."""
    steps = []
    for later, sooner in pairwise(raw):
        shared = np.isfinite(later) & np.isfinite(sooner)
        if shared.sum() >= WEEK // 2 and sooner[shared].sum() > 0:
            steps.append(later[shared].sum() / sooner[shared].sum() - 1)
    return round(100 * float(np.median(steps)), 1) if len(steps) >= FEWEST_WEEKS - 1 else None


def _so_far(outlook: Outlook) -> tuple[str, ...]:
    """The quietest hours of the day in less than two weeks: known, but not by the day of the week."""
    if outlook.known_days < _SO_FAR_DAYS:
        return ()
    by_hour = outlook.weeks.raw.reshape(len(outlook.weeks.raw), 7, 24, HOUR)
    days = np.isfinite(by_hour).any(axis=3).sum(axis=(0, 1))
    sums = np.nan_to_num(by_hour).sum(axis=(0, 1, 3))
    counts = np.isfinite(by_hour).sum(axis=(0, 1, 3))
    means = np.divide(sums, counts, out=np.full(24, np.inf), where=days >= _SO_FAR_DAYS)
    order = [int(hour) for hour in np.argsort(means, kind="stable")[:_SO_FAR_SHOWN] if np.isfinite(means[hour])]
    return tuple(f"{hour:02}:00 ({means[hour]:.0f} % of its peak, {days[hour]} days)" for hour in order)
