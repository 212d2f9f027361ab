"""The whole advice about one machine: windows, what they rest on, what could go wrong, in one sentence first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf, isfinite
from typing import assert_never
from zoneinfo import ZoneInfo

from core.answers.patch_window import LoadAnalysis, RecommendedWindow, RiskAssessment
from core.conflicts import Conflict, ConflictKind, meeting
from core.fleet import Instance
from core.metrics import EC2
from core.series import Series
from core.windows.analysis import analysis_of
from core.windows.certainty import confidence
from core.windows.choice import Choice, Obstacle, choose
from core.windows.measured import Resource, resource_of, slots_between
from core.windows.outlook import Outlook, learn
from core.windows.peers import Peers
from core.windows.resources import combined
from core.windows.risks import Surroundings, assessment, peak_after, risks_of
from core.windows.words import local_moment, local_span

MOST = 3


@dataclass(frozen=True)
class Question:
    """Everything that is known. `series` are the machine's own, of the same times; `peer_cpu` by instance id.

    `load_read`: no series is missing, though all may be empty. `unread` says in sentences what else is not known.
    """

    instance: Instance
    series: Sequence[Series]
    load_read: bool
    peers: Peers
    peer_cpu: Mapping[str, Series]
    conflicts: Sequence[Conflict]
    unread: tuple[str, ...]
    zone: ZoneInfo
    now: datetime
    days_ahead: int
    minutes: int


@dataclass(frozen=True)
class Advice:
    """The parts of an answer."""

    windows: tuple[RecommendedWindow, ...]
    analysis: LoadAnalysis
    risk: RiskAssessment
    summary: str


def advise(question: Question) -> Advice:
    """Judge what is known; without two weeks, or with all of it closed, there is no window and the summary says why."""
    now_s = question.now.timestamp()
    load = combined(question.series)
    outlook = learn(load.times, load.values, question.zone, now_s)
    used = [series for series in question.series if series.metric in load.made_of]
    resources = [resource_of(series, question.zone, now_s) for series in used]
    analysis = analysis_of(outlook, resources, read=question.load_read)
    windows: tuple[RecommendedWindow, ...] = ()
    risk = RiskAssessment(level="unknown", risks=())
    if outlook.enough:
        around = _around(question, now_s)
        told = [_window(question, outlook, choice, resources, around) for choice in _chosen(question, outlook)]
        windows = tuple(window for window, _ in told)
        risk = told[0][1] if told else risk
    return Advice(windows, analysis, risk, _summary(question, outlook, windows))


def costs(kind: ConflictKind) -> float:
    """What a conflict costs a window, in parts of the reach between the quietest and the busiest hour."""
    match kind:
        case ConflictKind.CALENDAR_CLOSED | ConflictKind.ROLE_EMPTY:
            return inf
        case ConflictKind.PEER_WINDOW | ConflictKind.PEER_PATCH:
            return 0.25
        case ConflictKind.BUSINESS_HOURS | ConflictKind.MAINTENANCE_WINDOW | ConflictKind.PATCH:
            return 0.15
        case ConflictKind.RECURRING_PEAK:
            return 0.0  # the load itself says it
        case _:
            assert_never(kind)


def _chosen(question: Question, outlook: Outlook) -> tuple[Choice, ...]:
    obstacles = [
        Obstacle(each.start.timestamp(), each.end.timestamp(), costs(each.kind)) for each in question.conflicts
    ]
    return choose(outlook, days_ahead=question.days_ahead, minutes=question.minutes, most=MOST, obstacles=obstacles)


def _around(question: Question, now_s: float) -> Surroundings:
    cpu = {instance_id: resource_of(series, question.zone, now_s) for instance_id, series in question.peer_cpu.items()}
    own = next((each for each in question.series if _is_cpu(each)), None)
    return Surroundings(
        label=question.instance.label,
        state=question.instance.state,
        cpu=resource_of(own, question.zone, now_s) if own else None,
        peers=question.peers,
        peer_cpu=cpu,
        unread=question.unread,
    )


def _is_cpu(series: Series) -> bool:
    return (series.metric.namespace, series.metric.name) == (EC2, "CPUUtilization")


def _window(
    question: Question, outlook: Outlook, choice: Choice, resources: Sequence[Resource], around: Surroundings
) -> tuple[RecommendedWindow, RiskAssessment]:
    start, end = (datetime.fromtimestamp(each, UTC) for each in (choice.start, choice.end))
    slots = slots_between(choice.start, choice.end, question.zone)
    peak = peak_after(outlook, choice, slots)
    conflicts = (*meeting(question.conflicts, start, end), *((peak,) if peak else ()))
    risks = assessment(risks_of(outlook, slots, around, conflicts))
    return RecommendedWindow(
        start=start,
        end=end,
        local=local_span(start, end, question.zone),
        expected_load_pct=round(choice.expected, 1),
        high_load_pct=round(choice.high, 1),
        of_now=_share(choice.expected, outlook.now_load),
        of_busiest=_share(choice.expected, outlook.busiest),
        weeks_pct=tuple(round(each, 1) for each in choice.weeks if isfinite(each)),
        resources=tuple(each.at(slots) for each in resources),
        confidence=confidence(outlook, choice),
        conflicts=conflicts,
        risks=risks.risks,
    ), risks


def _share(load: float, of: float | None) -> float | None:
    return round(load / of, 3) if of is not None and of > 0 else None


def _summary(question: Question, outlook: Outlook, windows: Sequence[RecommendedWindow]) -> str:
    label = question.instance.label
    if windows:
        best = windows[0]
        now = "" if outlook.now_load is None else f", now {outlook.now_load:.0f} %"
        load = f"load {best.expected_load_pct:.0f} % of its usual peak{now}"
        return f"{label}: best patch window {best.local}, {load}, confidence {best.confidence.word}."
    if not outlook.known_days and not question.load_read:
        return f"{label}: its load could not be read, so no patch window can be recommended."
    if not outlook.known_days:
        return f"{label}: nothing is known of its load in the last four weeks, so no patch window can be recommended."
    if not outlook.enough:
        return f"{label}: not enough data for a patch window. {_too_little(question, outlook)}"
    days = f"{question.days_ahead} day{'' if question.days_ahead == 1 else 's'}"
    if any(each.forbids for each in question.conflicts):
        return f"{label}: no patch window within {days}, as every time that is known is closed."
    return f"{label}: no patch window within {days}, as no time ahead was measured in two of the last weeks."


def _too_little(question: Question, outlook: Outlook) -> str:
    if outlook.known_days < outlook.needed_days:
        enough = question.now + timedelta(seconds=outlook.enough_at_s - outlook.now_s)
        when = local_moment(enough, question.zone)
        return (
            f"{outlook.known_days:.1f} days of load are known, two weeks are needed; from {when} on there are enough."
        )
    return "Two weeks have passed since the first measurement, but no hour of the week was measured in both."
