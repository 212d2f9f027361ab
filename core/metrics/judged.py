"""One metric's series, judged: how it stands, what is unusual in it, and where it is going."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from core.anomaly import Anomaly, Band, band, detect
from core.answers.metrics import Measured, MetricAnomaly, MetricTrend, Values
from core.confidence import Confidence
from core.metrics.catalogue import is_check, known, label_of, per_second
from core.metrics.checks import failures
from core.metrics.range import Range
from core.metrics.units import Unit, possible, rounded, unit_of
from core.metrics.words import trend_words
from core.series import Series
from core.trends import Comparison, Trend, compared, trend

_LASTS_PERIODS = 2
_STILL = 0.5  # of the size it began with
# What nothing limits is load, which grows from a quiet weekend to a busy week and falls back.
_WEEK_AND_HALF_S = 10.5 * 86_400


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of one metric."""

    measured: Measured
    anomalies: tuple[MetricAnomaly, ...]
    trend: MetricTrend | None


def judge(series: Series, shown: Range, fine: Series | None = None, peaks: Series | None = None) -> Judged:
    """Judge what was read from `shown.history` on.

    Args:
        series: values of `shown.period_s`, from `shown.history` on.
        shown: the range.
        fine: the range's values for each minute, to be shown instead.
        peaks: the maximum of each period, where `series` has averages.
    """
    unit = unit_of(series)
    values = _in(unit, series.values)
    since = next((place for place, time in enumerate(series.times) if time >= shown.start.timestamp()), len(values))
    measured = _measured(series, values, since, unit)
    measured = _with_peaks(_with_minutes(measured, fine, unit), peaks, unit, shown)
    found = failures(series) if is_check(series.metric) else detect(series.times, values)
    overlapping = (each for each in found if each.end + series.period_s > shown.start.timestamp())
    return Judged(
        measured,
        tuple(_anomaly(each, series, values, unit) for each in overlapping),
        _trend(series, values, shown, unit),
    )


def _in(unit: Unit, values: Sequence[float | None]) -> Values:
    return tuple(None if value is None else rounded(value * unit.factor) for value in values)


def _measured(series: Series, values: Values, since: int, unit: Unit) -> Measured:
    whole = possible(band(series.times, values), series)
    shown = Band(lower=whole.lower[since:], expected=whole.expected[since:], upper=whole.upper[since:])
    there = [(place, value) for place, value in enumerate(values[since:]) if value is not None]
    last = there[-1][0] if there else None
    numbers = [value for _, value in there]
    return Measured(
        label=label_of(series.metric),
        metric=series.metric,
        unit=unit.word,
        start=_moment(series.times[since]),
        period_s=series.period_s,
        values=values[since:],
        now=numbers[-1] if numbers else None,
        now_at=None if last is None else _moment(series.times[since + last]),
        minimum=min(numbers, default=None),
        average=rounded(sum(numbers) / len(numbers)) if numbers else None,
        maximum=max(numbers, default=None),
        usual=None if last is None else shown.expected[last],
        usual_low=None if last is None else shown.lower[last],
        usual_high=None if last is None else shown.upper[last],
        band=shown,
    )


def _with_minutes(measured: Measured, fine: Series | None, unit: Unit) -> Measured:
    """The same with a value for each minute, where there are more of them than of the coarser ones."""
    times = measured.period_s // fine.period_s if fine else 0
    if fine is None or _count(fine.values) <= 2 * _count(measured.values):
        return measured
    factor = unit.factor * times if per_second(fine.metric) else unit.factor
    values = _in(Unit(unit.word, factor), fine.values)
    there = [(place, value) for place, value in enumerate(values) if value is not None]
    sides = {
        side: tuple(value for value in bounds for _ in range(times))
        for side, bounds in measured.band.model_dump().items()
    }
    return measured.model_copy(
        update={
            "period_s": fine.period_s,
            "values": values,
            "band": Band(**sides),
            "now": there[-1][1],
            "now_at": _moment(fine.times[there[-1][0]]),
            "minimum": min(value for _, value in there),
            "maximum": max(value for _, value in there),
        }
    )


def _with_peaks(measured: Measured, peaks: Series | None, unit: Unit, shown: Range) -> Measured:
    if peaks is None:
        return measured
    since = shown.start.timestamp()
    highest = [
        value for time, value in zip(peaks.times, peaks.values, strict=True) if value is not None and time >= since
    ]
    return measured.model_copy(update={"maximum": _in(unit, [max(highest)])[0]}) if highest else measured


def _count(values: Values) -> int:
    return sum(value is not None for value in values)


def _anomaly(found: Anomaly, series: Series, values: Values, unit: Unit) -> MetricAnomaly:
    return MetricAnomaly(
        label=label_of(series.metric),
        unit=unit.word,
        start=_moment(found.start),
        end=_moment(_end(found, series, values)),
        lasts=_lasts(found, series, values),
        direction=found.direction,
        size=found.size,
        expected=found.expected,
        observed=found.observed,
        confidence=found.confidence,
        why=found.why,
    )


def _lasts(found: Anomaly, series: Series, values: Values) -> bool:
    """Whether it goes on at the last value: a stretch may end late although its values came back before."""
    there = [(time, value) for time, value in zip(series.times, values, strict=True) if value is not None]
    if not there or found.end + _LASTS_PERIODS * series.period_s < there[-1][0]:
        return False
    return _still(found, there[-1][1])


def _end(found: Anomaly, series: Series, values: Values) -> float:
    """The end of the last period in the stretch that still was as unusual."""
    within = (
        time
        for time, value in zip(series.times, values, strict=True)
        if found.start <= time <= found.end and value is not None and _still(found, value)
    )
    return max(within, default=found.start) + series.period_s


def _still(found: Anomaly, value: float) -> bool:
    return found.direction == "changed" or (value - found.expected) / (found.size or 1) >= _STILL


def _trend(series: Series, values: Values, shown: Range, unit: Unit) -> MetricTrend | None:
    """None where there is neither growth nor an earlier week."""
    found = known(series.metric)
    limit = found.full_at if found else None
    grows = trend(series.times, values, full_at=limit)
    if grows and limit is None and grows.until - grows.since < _WEEK_AND_HALF_S:
        grows = None
    weeks = compared(series.times, values, shown.start.timestamp())
    words = trend_words(grows, weeks, unit.word)
    if not words:
        return None
    full, soonest, latest = _ends(grows)
    return MetricTrend(
        label=label_of(series.metric),
        unit=unit.word,
        per_day=grows.per_day if grows else None,
        full_at=full,
        full_soonest=soonest,
        full_latest=latest,
        difference=weeks.difference if weeks else None,
        ratio=weeks.ratio if weeks else None,
        weeks=weeks.weeks if weeks else 0,
        confidence=grows.confidence if grows else _confidence(weeks),
        words=words,
    )


def _ends(grows: Trend | None) -> tuple[datetime | None, datetime | None, datetime | None]:
    if grows is None:
        return None, None, None
    full, soonest, latest = (
        None if seconds is None else _moment(grows.until + seconds)
        for seconds in (grows.time_to_full_s, grows.soonest_s, grows.latest_s)
    )
    return full, soonest, latest


def _confidence(weeks: Comparison | None) -> Confidence:
    """One week may have been a special one."""
    count = weeks.weeks if weeks else 0
    basis = f"compared with {count} earlier week{'' if count == 1 else 's'}"
    return Confidence(value=round(1 - 0.6 / max(1, count), 2), basis=basis)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
