"""Where a series is going: growth that is really there, when it will be full, and how it compares to earlier weeks."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np

from core.confidence import Confidence
from core.drops import Drops, drops_of
from core.growth import FEWEST, SHORT_S, Growth, growth_of
from core.model import Model
from core.rhythm import without_rhythm
from core.slopes import Floats

_DAY_S = 86_400
_HOUR_S = 3600
_FARTHEST = 3.0  # times the growth that was seen: beyond, a straight line is a guess
_SURE_WHEN_SHORT = 0.4
_SURE_WHEN_NEW = 0.7  # as short, and yet nothing in the days before rose as much
_WEEKS = 8


class Trend(Model):
    """Growth (or, negative, decline) per day as it has been `since` (epoch seconds); the interval holds 95 %.

    `time_to_full_s` counts from `until`, the last value; it is None where the series is not on its way to the limit,
    or reaches it later than three times the growth that was seen. `soonest_s` and `latest_s` are the ends of its
    interval; `latest_s` None: open.
    """

    per_day: float
    low_per_day: float
    high_per_day: float
    level: float
    since: float
    until: float
    time_to_full_s: float | None
    soonest_s: float | None
    latest_s: float | None
    confidence: Confidence


class Comparison(Model):
    """The shown values against the same hours of earlier weeks: medians of `weeks` weeks.

    `ratio` is now to then, None where there was nothing then.
    """

    difference: float
    ratio: float | None
    weeks: int


def trend(times: Sequence[float], values: Sequence[float | None], *, full_at: float | None = None) -> Trend | None:
    """The growth of a series, None where there is none that stands out of noise, rhythm and earlier ups and downs.

    Growth counts since the last sudden drop; of a series that drops again and again, only what remains over all of it.

    Args:
        times: Epoch seconds.
        values: One per time; None where nothing was measured.
        full_at: The limit the values move towards, above or below them (100 for used, 0 for free per cent).
    """
    at, known = _known(times, values)
    if len(known) < FEWEST:
        return None
    sign = -1.0 if full_at is not None and full_at < float(np.median(known)) else 1.0
    levels = sign * without_rhythm(at, known)
    drops = drops_of(at, levels)
    growth = growth_of(at, levels, drops)
    if growth is None:
        return None
    measured = len(growth.times) / sum(time >= growth.times[0] for time in times)
    course = "growth" if sign * growth.slope.each_s > 0 else "decline"
    ends = sorted((sign * growth.slope.low * _DAY_S, sign * growth.slope.high * _DAY_S))
    soonest, likely, latest = (None, None, None) if full_at is None else _ways(growth, sign * full_at)
    return Trend(
        per_day=sign * growth.slope.each_s * _DAY_S,
        low_per_day=ends[0],
        high_per_day=ends[1],
        level=sign * growth.level,
        since=float(growth.times[0]),
        until=float(at[-1]),
        time_to_full_s=likely,
        soonest_s=soonest,
        latest_s=latest,
        confidence=_confidence(growth, drops, measured, course, float(growth.times[0] - at[0])),
    )


def _known(times: Sequence[float], values: Sequence[float | None]) -> tuple[Floats, Floats]:
    """What was measured, in order, each time once."""
    at = np.array(times, dtype=np.float64)
    all_values = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    there = np.isfinite(all_values) & np.isfinite(at)
    at, all_values = at[there], all_values[there]
    order = np.unique(at, return_index=True)[1]
    return at[order], all_values[order]


def _ways(growth: Growth, limit: float) -> tuple[float | None, float | None, float | None]:
    """Seconds to the limit, above the values: at the fastest, as it looks, and at the slowest."""
    slope, farthest = growth.slope, _FARTHEST * growth.span_s
    nearest, room, widest = (max(0.0, limit - growth.level + off) for off in (-growth.noise, 0.0, growth.noise))
    if slope.each_s <= 0 or room > farthest * slope.each_s:
        return None, None, None
    latest = widest / slope.low if slope.low > 0 and widest <= farthest * slope.low else None
    return nearest / slope.high, room / slope.each_s, latest


def _confidence(growth: Growth, drops: Drops, measured: float, course: str, before_s: float) -> Confidence:
    value = (0.95 - 0.6 * growth.slope.doubt) * measured * (0.8 if drops.times else 1.0)
    basis = f"{_long(growth.span_s)} of {course}"
    if drops.times:
        basis += " over all drops" if growth.times[0] < drops.times[-1] else " since the last drop"
    if growth.span_s < SHORT_S:
        value = min(value, _SURE_WHEN_NEW if before_s >= SHORT_S else _SURE_WHEN_SHORT)
        new = f"unlike the {_long(before_s)} before" if before_s >= SHORT_S else "too short to rule out a daily rhythm"
        basis += f", {new}"
    missing = round(100 * (1 - measured))
    return Confidence(value=round(value, 2), basis=f"{basis}, {missing} % missing" if missing else basis)


def _long(seconds: float) -> str:
    return f"{seconds / _DAY_S:.0f} days" if seconds >= SHORT_S else f"{seconds / _HOUR_S:.0f} h"


def compared(
    times: Sequence[float], values: Sequence[float | None], since: float, zone: tzinfo = UTC
) -> Comparison | None:
    """The values from `since` on (epoch seconds) against the same hours of up to eight earlier weeks.

    A week counts where at least half of the values have one at the same time in it; None where no week does.
    The same hours are those of the clock in `zone`, so that they stay the same when the clocks change.
    """
    at, known = _known(times, values)
    shown_at, shown = at[at >= since], known[at >= since]
    if not len(shown):
        return None
    step = float(np.median(np.diff(at))) if len(at) > 1 else 0.0
    shifts = [_shift(since, week, zone) for week in range(1, _WEEKS + 1)]
    weeks = [_then(at, known, shown_at - shift, step) for shift in shifts if shift > shown_at[-1] - since]
    now_and_then = [
        (float(np.median(shown[there])), float(np.median(then[there])))
        for then in weeks
        if (there := np.isfinite(then)).sum() * 2 >= len(shown)
    ]
    if not now_and_then:
        return None
    ratios = [now / then for now, then in now_and_then if then > 0]
    return Comparison(
        difference=float(np.median([now - then for now, then in now_and_then])),
        ratio=float(np.median(ratios)) if len(ratios) == len(now_and_then) else None,
        weeks=len(now_and_then),
    )


def _shift(since: float, weeks: int, zone: tzinfo) -> float:
    """Seconds between a moment and the same time of the clock so many weeks before."""
    moment = datetime.fromtimestamp(since, zone)
    return since - (moment - timedelta(weeks=weeks)).timestamp()


def _then(at: Floats, known: Floats, wanted: Floats, step: float) -> Floats:
    """The values at the wanted times, NaN where none is nearer than half a step."""
    right = np.clip(np.searchsorted(at, wanted), 0, len(at) - 1)
    left = np.maximum(right - 1, 0)
    nearest = np.where(np.abs(at[left] - wanted) <= np.abs(at[right] - wanted), left, right)
    return np.where(np.abs(at[nearest] - wanted) <= step / 2, known[nearest], np.nan)
