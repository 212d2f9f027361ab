"""Who of an alert's component and whom it calls left its normal, when, and who keeps how much of the blame."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import exp, log

from core.causes.blame import Suspect, suspects
from core.causes.components import Surroundings
from core.causes.measures import AVAILABILITY, LATENCY
from core.causes.onset import Onset, onset_of
from core.causes.shift import Measured, Trouble, Values, trouble_of
from core.model import Model

_MIN = 60.0
# So long before its alarm trouble may have begun, and so long before it what caused it.
_EFFECT, _CAUSE = 60 * _MIN, 30 * _MIN
_SLACK = 5 * _MIN
# What is looked at around the beginning; all before is the normal time.
_BEFORE, _AFTER = 15 * _MIN, 20 * _MIN
# Smaller changes of level are none: per cent of the calls, and times as long.
_LEAST_FAILING, _LEAST_RATIO = 1.0, 1.2
_FAILING = ("5xx", "error", "fault", "fail", "throttle")


class Left(Model):
    """That a component left its normal, and by which kind of trouble that shows."""

    kind: Trouble
    onset: Onset


class Troubled(Model):
    """The suspects, the likeliest first, and when each left its normal, where that is known.

    `measured` are those of whom there are values, `timed` those of whom these tell how long or how well they answered.
    `asked` is the kind of trouble that was looked for: slow or failing. `began` is when the alert's own component left
    its normal.
    """

    suspects: tuple[Suspect, ...]
    left: Mapping[str, Left] = {}
    measured: frozenset[str] = frozenset()
    timed: frozenset[str] = frozenset()
    asked: Trouble = "slow"
    began: datetime | None = None


def troubled(
    start: str,
    metrics: Sequence[str],
    alarmed_at: float,
    times: Sequence[float],
    series: Mapping[Measured, Values],
    around: Surroundings,
) -> Troubled:
    """Weigh the blame of a component and whom it calls.

    Args:
        start: The alert's component.
        metrics: Those of the alert, which tell whether it is about time or about failures.
        alarmed_at: When it came, in epoch seconds.
        times: The beginnings of all periods, in epoch seconds; hours before the alarm.
        series: One value per period for each, None where nothing was measured.
        around: Who calls whom.
    """
    names = dict.fromkeys(key.component for key in series)
    asked = _asked(start, metrics, alarmed_at, times, series)
    left = {name: one for name in names if (one := _left(name, asked, alarmed_at, times, series))}
    own = left[start].onset if start in left else None
    effect = own.at.timestamp() if own else alarmed_at - _SLACK
    starts = [each.onset.at.timestamp() for each in left.values()]
    at = min((each for each in starts if effect - _CAUSE <= each <= effect + _SLACK), default=effect)
    seen = [place for place, each in enumerate(times) if at - _BEFORE <= each <= max(at, effect) + _AFTER]
    usual = [place for place, each in enumerate(times) if each < at - _BEFORE]
    found = suspects(
        component=start,
        metric=AVAILABILITY if asked == "failing" else LATENCY,
        at=at,
        times=[times[place] for place in seen],
        series={key: [values[place] for place in seen] for key, values in series.items()},
        # Whoever was not measured hides nobody.
        calls=around.calls.bypassing(name for name in around.components if name not in names and name != start),
        normal={key: [values[place] for place in usual] for key, values in series.items()},
    )
    timed = frozenset(key.component for key in series if trouble_of(key.metric) in {"slow", "failing"})
    return Troubled(
        suspects=found,
        left=left,
        measured=frozenset(names),
        timed=timed,
        asked=asked,
        began=own.at if own else None,
    )


def _asked(
    start: str, metrics: Sequence[str], alarmed_at: float, times: Sequence[float], series: Mapping[Measured, Values]
) -> Trouble:
    """What the alert is about: as its metrics say, else whichever of the two the component shows."""
    told = " ".join(metrics).lower()
    kinds = {trouble_of(each) for each in metrics}
    if "failing" in kinds or any(word in told for word in _FAILING):
        return "failing"
    if "slow" in kinds:
        return "slow"
    shown = [kind for kind in _KINDS[:2] if _left(start, kind, alarmed_at, times, series, (kind,))]
    return shown[0] if len(shown) == 1 else "slow"


_KINDS: tuple[Trouble, ...] = ("slow", "failing", "strained")


def _left(
    name: str,
    asked: Trouble,
    alarmed_at: float,
    times: Sequence[float],
    series: Mapping[Measured, Values],
    kinds: Sequence[Trouble] = _KINDS,
) -> Left | None:
    """When a component left its normal within the time before the alarm, by what was asked for before all else."""
    # What came of it afterwards, such as its end, is another change.
    until = sum(at <= alarmed_at + _SLACK for at in times)
    for kind in sorted(kinds, key=lambda each: each != asked):
        for key, values in series.items():
            if key.component == name and trouble_of(key.metric) == kind:
                found = _change(kind, times[:until], values[:until])
                if found and _worse(kind, found) and _near(found, alarmed_at):
                    return Left(kind=kind, onset=found)
    return None


def _change(kind: Trouble, times: Sequence[float], values: Values) -> Onset | None:
    """The last change of level. What takes longer varies more, so that time and strain are looked at as logarithms."""
    if kind == "failing":
        return onset_of(times, values)
    found = onset_of(times, [log(value) if value and value > 0 else None for value in values])
    return found and found.model_copy(update={"before": exp(found.before), "after": exp(found.after)})


def _worse(kind: Trouble, onset: Onset) -> bool:
    """Whether it changed for the worse, and by more than a few calls of many are worth."""
    if kind == "failing":
        return -onset.rise >= _LEAST_FAILING
    return onset.after >= _LEAST_RATIO * onset.before


def _near(onset: Onset, alarmed_at: float) -> bool:
    return alarmed_at - _EFFECT - _CAUSE <= onset.at.timestamp() <= alarmed_at + _SLACK
