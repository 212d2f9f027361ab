"""Whether the alert's trouble comes from something that its component calls: who left its normal, and who first."""

from collections.abc import Mapping, Sequence
from concurrent.futures import wait
from datetime import datetime, timedelta
from typing import NamedTuple

from core.causes.components import Component
from core.causes.graph import untraced
from core.causes.measures import measures_of, series_of, series_of_traffic
from core.causes.portraits import pictures
from core.causes.shift import Measured, Values
from core.causes.troubled import troubled
from core.causes.upstream import upstream_facts
from core.gaps import Gap
from services.aws.cloudwatch import CloudWatch
from services.aws.crew import Crew
from services.aws.deadline import patience_s
from services.aws.xray import XRay
from workflows.explaining.case import Case, Gathered, unasked
from workflows.explaining.surroundings import HOPS, MOST, Neighbourhood
from workflows.told import told

_PERIOD_S = 60
# X-Ray tells at most six hours at once, in pages.
_SPAN, _AFTER = timedelta(hours=3), timedelta(minutes=30)
_ADVICE = "Say who calls whom in SRE_CALLS or by the tag DependsOn, or trace with X-Ray; see docs/how-to.md."
_NAMED = 3


class _Measurements(NamedTuple):
    times: tuple[float, ...]
    series: Mapping[Measured, Values]
    unread: frozenset[str]
    gaps: tuple[Gap, ...]


class CallCollector:
    """Walks along the calls from the alert's component, and measures everybody on the way."""

    about = "what it depends on"

    def __init__(self, neighbourhood: Neighbourhood, cloudwatch: CloudWatch, xray: XRay, crew: Crew) -> None:
        self._neighbourhood = neighbourhood
        self._cloudwatch = cloudwatch
        self._xray = xray
        self._crew = crew

    def collect(self, case: Case) -> Gathered:
        """Whose trouble it is, or that nobody whom it calls left its normal."""
        found = self._neighbourhood.of(case)
        start, around = found.start, found.around
        if start is None:
            known = "nothing that is known to call others goes by a name of the alert's"
            return Gathered(gaps=found.gaps) + _left_out(self.about, known)
        reached = around.reached(start.name, HOPS, MOST)
        if len(reached) == 1:
            return Gathered(gaps=found.gaps) + _left_out(self.about, f"nobody says whom {start.label} calls")
        read = self._measured(case, reached)
        judged = troubled(start.name, case.alert.metrics, case.alarmed_at.timestamp(), read.times, read.series, around)
        gaps = (*found.gaps, *read.gaps, *_unmeasured(reached, judged.measured | read.unread))
        shown = pictures(start, around, judged, read.times, read.series)
        return Gathered(evidence=upstream_facts(start, around, judged), gaps=gaps, metrics=shown)

    def _measured(self, case: Case, components: Sequence[Component]) -> _Measurements:
        """Some hours of everybody, most of which are the normal time."""
        until = min(case.now, case.alarmed_at + _AFTER)
        since = until - _SPAN
        traced = [
            (each.name, self._crew.submit(self._xray.traffic, name, since, until, _PERIOD_S))
            for each in components
            for name in each.traced
        ]
        readings = self._cloudwatch.read(
            [measure.metric for each in components for measure in measures_of(each)], since, until, _PERIOD_S
        )
        wait([future for _, future in traced], timeout=patience_s())
        times = _times(since, until)
        read = {each.metric: each.values for each in readings.series if len(each.times) == len(times)}
        series = {key: values for each in components for key, values in series_of(each, read).items()}
        gaps, unread = list(readings.gaps), set()
        for name, future in traced:
            counted = told(future, f"the traces of {name}")
            gaps += counted.gaps
            if counted.answer is None:
                unread.add(name)
            series |= series_of_traffic(name, times, counted.answer or ())
        return _Measurements(times, series, frozenset(unread), tuple(gaps))


def _times(since: datetime, until: datetime) -> tuple[float, ...]:
    """The beginnings of the whole periods between two moments, as CloudWatch counts them."""
    first, last = (int(moment.timestamp()) // _PERIOD_S * _PERIOD_S for moment in (since, until))
    return tuple(float(each) for each in range(first, last, _PERIOD_S))


def _left_out(about: str, why: str) -> Gathered:
    [gap] = unasked(about, why).gaps
    return Gathered(gaps=(gap.model_copy(update={"advice": _ADVICE, "moot": False}),))


def _unmeasured(reached: Sequence[Component], named: frozenset[str]) -> tuple[Gap, ...]:
    """Whose state nobody knows, but for those that are named already: that is no sign of their being well."""
    silent = [each.label for each in reached if each.name not in named and not untraced(each.name)]
    if not silent:
        return ()
    more = f" and {len(silent) - _NAMED} more" if len(silent) > _NAMED else ""
    what = f"how {', '.join(silent[:_NAMED])}{more} did"
    why = "neither X-Ray nor CloudWatch measured anything under that name"
    return (Gap(what=what, why=why, advice=_ADVICE, by_choice=True),)
