"""How a series stands to a limit now, given how it stood before; and what a limit would have said of the past."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum

from core.anomaly import detect
from core.model import Model
from core.series import Series
from core.thresholds.rule import Threshold

# Of the periods of its time this part has to be measured before anything is said; a hole is no proof of anything.
_MEASURED = 0.5
_BLIND_PERIODS = 3


class State(StrEnum):
    """MISSING means that nothing is measured: not that all is well."""

    WELL = "well"
    FIRING = "firing"
    MISSING = "missing"


class Standing(Model):
    """`since` is when the state began. `value` is the last measured one; `blind`: it fires, and nothing is measured."""

    state: State
    since: datetime
    value: float | None = None
    blind: bool = False


class Spell(Model):
    """A time in which a limit was passed; `end` None: it still is. `worst` is the farthest value."""

    start: datetime
    end: datetime | None
    worst: float


def stand(rule: Threshold, series: Series, before: Standing | None) -> Standing | None:
    """How it stands at the end of the series; None where that cannot be said, so that it stays as it was.

    Args:
        rule: The limit.
        series: Whole periods up to now: at least as long as the rule's time, days of it for what is unusual.
        before: How it stood at the last look; None: never looked at, or well.
    """
    if not _seen(series):
        return _blind(series, before)
    recent = series.values[-_periods(rule, series) :]
    value = next(each for each in reversed(series.values) if each is not None)
    if before and before.state is State.FIRING:
        if _is_over(rule, series, recent):
            return Standing(state=State.WELL, since=_end(series), value=value)
        return Standing(state=State.FIRING, since=before.since, value=value)
    began = _began(rule, series, recent)
    if began is not None:
        return Standing(state=State.FIRING, since=began, value=value)
    since = before.since if before and before.state is State.WELL else _end(series)
    return Standing(state=State.WELL, since=since, value=value)


def replay(rule: Threshold, series: Series) -> tuple[Spell, ...]:
    """Every time it would have raised an alert, oldest first; the first day of what is unusual is for learning."""
    return tuple(_unusual(rule, series) if rule.unusual else _spells(rule, series))


def _unusual(rule: Threshold, series: Series) -> Iterator[Spell]:
    """What begins depends on nothing after it, so that one look at all of it tells what each moment would have."""
    for each in detect(series.times, series.values):
        end = each.end + series.period_s
        if end - each.start >= rule.length.total_seconds():
            goes_on = end >= _end(series).timestamp()
            yield _spell(rule, series, _at(each.start), None if goes_on else _at(end))


def _spells(rule: Threshold, series: Series) -> Iterator[Spell]:
    standing: Standing | None = None
    start: datetime | None = None
    began = _periods(rule, series)
    for end in range(began, len(series.values) + 1):
        seen = series.model_copy(update={"times": series.times[:end], "values": series.values[:end]})
        standing = stand(rule, seen, standing) or standing
        firing = standing is not None and standing.state is State.FIRING
        if firing and start is None and standing:
            start = standing.since
        if not firing and start is not None:
            yield _spell(rule, series, start, _end(seen))
            start = None
    if start is not None:
        yield _spell(rule, series, start, None)


def _spell(rule: Threshold, series: Series, start: datetime, end: datetime | None) -> Spell:
    last = end.timestamp() if end else float("inf")
    inside = [
        value
        for at, value in zip(series.times, series.values, strict=True)
        if value is not None and start.timestamp() <= at <= last
    ]
    worst = min(inside, default=0.0) if rule.below is not None else max(inside, default=0.0)
    return Spell(start=start, end=end, worst=worst)


def _blind(series: Series, before: Standing | None) -> Standing | None:
    """Nothing is measured any more: what fired is not over by that."""
    if before and before.state is State.FIRING:
        return before.model_copy(update={"blind": True})
    if before and before.state is State.MISSING:
        return before
    if all(value is None for value in series.values[-_BLIND_PERIODS:]):
        return Standing(state=State.MISSING, since=_end(series))
    return None


def _is_over(rule: Threshold, series: Series, recent: Sequence[float | None]) -> bool:
    if rule.unusual:
        return _unusual_since(rule, series) is None
    return _enough(recent) and all(rule.over(value) for value in recent if value is not None)


def _began(rule: Threshold, series: Series, recent: Sequence[float | None]) -> datetime | None:
    """Since when it has been too much for as long as the rule wants; None where it is not."""
    if rule.unusual:
        return _unusual_since(rule, series)
    measured = [value for value in recent if value is not None]
    if not (_enough(recent) and len(recent) == _periods(rule, series) and all(map(rule.beyond, measured))):
        return None
    return _at(series.times[-len(recent)])


def _unusual_since(rule: Threshold, series: Series) -> datetime | None:
    """When what is unusual now began, once it has lasted long enough."""
    found = detect(series.times, series.values)
    if not found:
        return None
    last, end = found[-1], _end(series).timestamp()
    lasted = last.end + series.period_s - last.start >= rule.length.total_seconds()
    goes_on = end - last.end <= max(rule.length.total_seconds(), series.period_s * _BLIND_PERIODS)
    return _at(last.start) if lasted and goes_on else None


def _periods(rule: Threshold, series: Series) -> int:
    return max(1, round(rule.length.total_seconds() / series.period_s))


def _enough(recent: Sequence[float | None]) -> bool:
    measured = sum(value is not None for value in recent)
    return measured > 0 and measured >= len(recent) * _MEASURED


def _seen(series: Series) -> bool:
    return any(value is not None for value in series.values[-_BLIND_PERIODS:])


def _end(series: Series) -> datetime:
    return _at(series.times[-1] + series.period_s)


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
