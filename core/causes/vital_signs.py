"""What the values of a metric say about its thing: evidence for and against causes, and a picture."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from core.answers.explain import KeyMetric
from core.causes.evidence import Evidence
from core.causes.onset import Onset, onset_of
from core.causes.vitals import Vital
from core.metrics.units import said
from core.series import Series
from core.trends import trend

_HALF_AS_MUCH = 1.5
_STEP = 1000.0
_SHORT_H, _LONG_H = 2, 48
_SUDDEN = timedelta(hours=4)


class Read(NamedTuple):
    """What a series told: evidence, and the picture of it; `picture` is None where nothing was measured."""

    evidence: tuple[Evidence, ...]
    picture: KeyMetric | None


def read_vital(vital: Vital, series: Series, alarmed_at: datetime, component: str) -> Read:
    """What one series says about its thing, up to the alarm and after it."""
    known = [(at, value) for at, value in zip(series.times, series.values, strict=True) if value is not None]
    if not known:
        return Read((), None)
    onset = _recent(onset_of(series.times, series.values), alarmed_at)
    late = [value for at, value in known if at >= alarmed_at.timestamp() - 2 * series.period_s] or [known[-1][1]]
    facts = tuple(fact for fact in (_level(vital, late, onset, component), _move(vital, onset, component)) if fact)
    if vital.fills:
        facts = (*facts, *_filling(vital, series, component))
    if not facts and vital.well:
        facts = (_fact(vital, vital.well, late[-1], None, component, "is as usual"),)
    return Read(facts, _picture(vital, _shown(series, onset, alarmed_at), onset))


def _recent(onset: Onset | None, alarmed_at: datetime) -> Onset | None:
    """The change, unless it leapt so long before the alarm that it is another story."""
    return onset if onset and (onset.ramp or onset.at >= alarmed_at - _SUDDEN) else None


def _shown(series: Series, onset: Onset | None, alarmed_at: datetime) -> Series:
    """The hours around the alarm; all of it where something grew since long before."""
    if onset and onset.ramp:
        return series
    since = alarmed_at.timestamp() - _SUDDEN.total_seconds()
    first = next((place for place, at in enumerate(series.times) if at >= since), 0)
    return series.model_copy(update={"times": series.times[first:], "values": series.values[first:]})


def _level(vital: Vital, late: Sequence[float], onset: Onset | None, component: str) -> Evidence | None:
    if vital.high is not None and max(late) >= vital.high:
        return _fact(vital, vital.bad, max(late), onset, component, "is high")
    if vital.low is not None and min(late) <= vital.low:
        return _fact(vital, vital.bad, min(late), onset, component, "is low")
    return None


def _move(vital: Vital, onset: Onset | None, component: str) -> Evidence | None:
    if not vital.moves or onset is None or onset.after < _HALF_AS_MUCH * onset.before or onset.rise <= 0:
        return None
    return _fact(vital, vital.moves, onset.after, onset, component, "rose")


def _fact(vital: Vital, kind: str, value: float, onset: Onset | None, component: str, verb: str) -> Evidence:
    now = _said(value, vital.unit)
    values = {"machine": component, vital.value_name or "value": now}
    if onset is not None:
        values |= {f"{vital.value_name}_before": _said(onset.before, vital.unit), f"{vital.value_name}_now": now}
        course = f"{vital.label} of {component} went from {_said(onset.before, vital.unit)} to {now}."
    else:
        course = f"{vital.label} of {component} {verb}: {now}."
    return Evidence(
        kind=kind,
        source="CloudWatch",
        said=course,
        component=component,
        value=round(value, 6),
        unit=vital.unit,
        first_seen=onset.at if onset else None,
        before=bool(onset and onset.ramp),
        impact=vital.impact and kind in {vital.bad, vital.moves},
        values={name: words for name, words in values.items() if name and words},
        query=f"cloudwatch GetMetricData {vital.namespace} {vital.name} {vital.statistic}",
    )


def _filling(vital: Vital, series: Series, component: str) -> tuple[Evidence, ...]:
    growth = trend(series.times, series.values, full_at=100)
    if growth is None or growth.time_to_full_s is None or growth.per_day <= 0:
        return ()
    left = _roughly(timedelta(seconds=growth.time_to_full_s))
    course = f"{vital.label} of {component} grows and is full in about {left}."
    began = datetime.fromtimestamp(growth.since, UTC)
    values = {"machine": component, "full_in": left, "disk_used": _said(growth.level, vital.unit)}
    return (
        Evidence(
            kind="disk_filling",
            source="CloudWatch",
            said=course,
            component=component,
            first_seen=began,
            before=True,
            strength=round(growth.confidence.value, 2),
            values=values,
        ),
    )


def _roughly(left: timedelta) -> str:
    hours = left.total_seconds() / 3600
    if hours < _SHORT_H:
        return f"{hours * 60:.0f} min"
    return f"{hours:.0f} h" if hours < _LONG_H else f"{hours / 24:.0f} days"


def _said(value: float, unit: str) -> str:
    """A value as people read it: `93 %`, `1.4 GB`, `0.12 s`, `57`."""
    if unit != "Bytes":
        return said(value, {"Percent": "%", "Seconds": "s", "Milliseconds": "ms"}.get(unit, ""))
    for prefix in ("", "k", "M", "G"):
        if abs(value) < _STEP:
            return said(value, f"{prefix}B")
        value /= _STEP
    return said(value, "TB")


def _picture(vital: Vital, series: Series, onset: Onset | None) -> KeyMetric:
    return KeyMetric(
        label=vital.label,
        unit=vital.unit,
        start=datetime.fromtimestamp(series.times[0], UTC),
        period_s=series.period_s,
        values=series.values,
        before=onset.before if onset else None,
        now=onset.after if onset else None,
        changed_at=onset.at if onset else None,
        ramp=bool(onset and onset.ramp),
    )
