"""When to patch one instance: the windows, what they rest on, and what could go wrong."""

from blocks.asking import ask
from blocks.card import Block, Card
from blocks.elements import Element, actions, context, section
from blocks.marks import State, mark
from blocks.place import gap_lines, place_line, plain_notes
from blocks.table import Table
from blocks.text import date, inert, plural, utc
from core.answers.patch_window import HourLoad, LoadAnalysis, PatchWindow, RecommendedWindow, ResourceLoad
from core.conflicts import Conflict
from core.gaps import whole
from core.metrics.units import said

OPERATION = "analyze_optimal_patch_window"
ANALYSE = "analyze_ec2_vulnerabilities"
SENTENCE = 500
FURTHEST = 28
_FURTHER = (14, FURTHEST)
_LINE = 200
_RISKS_SHOWN, _CONFLICTS_SHOWN = 6, 2
_SURE = 0.5
_LEFT_OUT_SHOWN = _PEERS_SHOWN = 3


def windows_card(answer: PatchWindow) -> Card:
    """The windows, best first, the risks of the first, what they rest on, and what was left out."""
    summary = inert(answer.summary, SENTENCE)
    blocks: list[Block] = [section(f"{mark(_state(answer))} *{summary}*")]
    blocks += [section(_window(number, each)) for number, each in enumerate(answer.recommended_windows, start=1)]
    if answer.recommended_windows:
        blocks.append(section(_risks(answer)))
    blocks.append(section(fields=[f"*{name}*\n{inert(value, _LINE)}" for name, value in _known(answer)]))
    if left_out := _left_out(answer):
        blocks.append(section(left_out))
    blocks += [section(line) for line in gap_lines(answer.partial)]
    blocks.append(actions(*_buttons(answer)))
    blocks.append(context(place_line(answer.place)))
    return Card(summary, tuple(blocks))


def windows_table(answer: PatchWindow) -> Table:
    """One row per window, best first."""
    return Table(
        title=answer.summary,
        columns=("", "when", "begins (UTC)", "load", "beside now", "confidence", "speaks against it"),
        rows=tuple(_row(number, each) for number, each in enumerate(answer.recommended_windows, start=1)),
        empty="No window can be recommended.",
        notes=(
            *_risk_notes(answer),
            *_left_out_notes(answer),
            *(f"{name}: {value}" for name, value in _known(answer)),
            *plain_notes(answer.partial, answer.place),
        ),
    )


def _state(answer: PatchWindow) -> State:
    if not answer.recommended_windows:
        return State.UNKNOWN if not answer.load_analysis.enough else State.WARNING
    doubtful = answer.recommended_windows[0].confidence.value < _SURE or answer.risk_assessment.level != "low"
    return State.WARNING if doubtful or not whole(answer.partial) else State.GOOD


def _window(number: int, window: RecommendedWindow) -> str:
    """Two lines and one for each conflict: when for the reader and for the owner, the load, how sure."""
    lines = [
        f"*{number}. {date(window.start)}* · {inert(window.local, 150)}",
        f"{_load(window)} · confidence {window.confidence.word} ({window.confidence.value:.2f})",
        *(f"{mark(State.WARNING)} {inert(each.says, _LINE)}" for each in window.conflicts[:_CONFLICTS_SHOWN]),
    ]
    return "\n".join(lines)


def _load(window: RecommendedWindow) -> str:
    """`20 % of its usual peak, CPU peak 9.1 %`: one resource in its own unit is enough for a card."""
    first = next((each for each in window.resources if each.expected is not None), None)
    return f"{window.expected_load_pct:.0f} % of its usual peak{f', {_expected(first)}' if first else ''}"


def _expected(resource: ResourceLoad) -> str:
    return f"{inert(resource.name)} {said(resource.expected and round(resource.expected, 1), resource.unit)}"


def _risks(answer: PatchWindow) -> str:
    which = " in the first window" if len(answer.recommended_windows) > 1 else ""
    head = f"*What could go wrong{which}: risk {answer.risk_assessment.level}*"
    return "\n".join([head, *(f"• {inert(each, _LINE)}" for each in answer.risk_assessment.risks[:_RISKS_SHOWN])])


def _known(answer: PatchWindow) -> list[tuple[str, str]]:
    """What the windows rest on, as names and values."""
    analysis, best = answer.load_analysis, next(iter(answer.recommended_windows), None)
    known = [("How sure", best.confidence.basis) if best else ("Load known", _days_known(analysis))]
    if analysis.quietest and analysis.busiest:
        known += [("Quietest hour", _hour(analysis.quietest)), ("Busiest hour", _hour(analysis.busiest))]
    now = "unknown" if analysis.now_load_pct is None else f"{analysis.now_load_pct:.0f} % of its usual peak"
    known.append(("Load now", now))
    if analysis.trend_pct_per_week is not None:
        known.append(("Trend", f"{analysis.trend_pct_per_week:+.0f} % per week"))
    if analysis.hours_so_far:
        known.append(("Quietest so far", ", ".join(analysis.hours_so_far)))
    return [*known, ("Same work", _names(answer.peers))]


def _days_known(analysis: LoadAnalysis) -> str:
    if not analysis.days:
        return "nothing in the last four weeks" if analysis.read else "it could not be read"
    return f"{analysis.days:.0f} days, {100 * analysis.missing:.0f} % missing"


def _hour(hour: HourLoad) -> str:
    return f"{hour.hour} ({hour.load_pct:.0f} %)"


def _names(peers: tuple[str, ...]) -> str:
    more = len(peers) - _PEERS_SHOWN
    shown = ", ".join(peers[:_PEERS_SHOWN]) or "no other machine known"
    return f"{shown} and {more} more" if more > 0 else shown


def _left_out(answer: PatchWindow) -> str:
    """Times that were closed, so that nobody wonders why a quieter one was not taken."""
    closed = _closed(answer)
    if not closed:
        return ""
    lines = [f"• {_span(each)}: {inert(each.says, _LINE)}" for each in closed[:_LEFT_OUT_SHOWN]]
    more = len(closed) - _LEFT_OUT_SHOWN
    lines += [f"and {plural(more, 'more time')}"] if more > 0 else []
    return "\n".join(["*Left out*", *lines])


def _risk_notes(answer: PatchWindow) -> list[str]:
    if not answer.recommended_windows:
        return []
    risk = answer.risk_assessment
    return [f"Risk of window 1: {risk.level}.", *(f"- {each}" for each in risk.risks)]


def _left_out_notes(answer: PatchWindow) -> list[str]:
    closed = _closed(answer)
    more = len(closed) - _LEFT_OUT_SHOWN
    notes = [f"Left out: {utc(each.start)} to {utc(each.end)}. {each.says}" for each in closed[:_LEFT_OUT_SHOWN]]
    return notes + ([f"and {plural(more, 'more time')} left out"] if more > 0 else [])


def _closed(answer: PatchWindow) -> list[Conflict]:
    return sorted((each for each in answer.conflicts if each.forbids), key=lambda each: each.start)


def _span(conflict: Conflict) -> str:
    return f"{date(conflict.start)} to {date(conflict.end)}"


def _buttons(answer: PatchWindow) -> list[Element]:
    instance_id = answer.instance.instance_id
    further = [
        ask(f"Look {days} days ahead", OPERATION, {"instance_id": instance_id, "days_ahead": days})
        for days in _FURTHER
        if days > answer.days_ahead
    ]
    return [*further[:1], ask("Analyse vulnerabilities", ANALYSE, {"instance_id": instance_id})]


def _row(number: int, window: RecommendedWindow) -> tuple[str, ...]:
    return (
        str(number),
        window.local,
        utc(window.start),
        f"{window.expected_load_pct:.0f} % of peak",
        "unknown" if window.of_now is None else f"{100 * window.of_now:.0f} %",
        f"{window.confidence.word} ({window.confidence.value:.2f})",
        " ".join(each.says for each in window.conflicts) or "nothing known",
    )
