"""The lines of a story, on cards and in the terminal, and the mark of a whole answer."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from blocks.marks import State
from blocks.text import date, inert, number, plural, span, utc
from core.answers.security_events import Evidence, Looked, SecurityAlert
from core.findings import Severity
from core.gaps import Gap, whole
from core.outside import OutsideFinding
from core.security.rulings import GRAVE, MutedRule

SENTENCE = 400
NONE = "\N{EN DASH}"
_EVIDENCE_SHOWN = 3
_ADDRESSES_SHOWN = _NAMES_SHOWN = 2
_MUTED_SHOWN = 3
_FINDINGS_SHOWN = 3
_TOLD_WHOLE = (*GRAVE, Severity.MEDIUM)
_STEPS_SHOWN = 2
_TITLE = 160
_STEP = 220


def answer_state(
    shown: Sequence[SecurityAlert],
    looked: Looked,
    muted: Iterable[MutedRule],
    gaps: Iterable[Gap],
    findings: Iterable[OutsideFinding] = (),
) -> State:
    """The mark of a whole answer. Nothing found is good only where everything was looked at and nothing was muted.

    Of AWS's own services only GuardDuty tells of attacks; what the others find are weaknesses, which last.
    """
    severities = {each.severity for each in shown}
    severities |= {each.severity for each in findings if each.watcher == "GuardDuty"}
    if severities & GRAVE:
        return State.CRITICAL
    if Severity.MEDIUM in severities or any(each.grave for each in muted):
        return State.WARNING
    return State.GOOD if looked.whole and whole(gaps) else State.UNKNOWN


def story_line(alert: SecurityAlert) -> str:
    """What happened, who, from where and when, how sure, what it rests on, what next; of minor ones only the first."""
    if alert.severity not in _TOLD_WHOLE:
        return brief_line(alert)
    lines = [f"*{alert.severity.value.capitalize()} · {inert(alert.title, _TITLE)}*", _who(alert)]
    signs = [each for each in alert.evidence if _says_more(each, alert)]
    lines += [f"• {_evidence(each)}" for each in signs[:_EVIDENCE_SHOWN]]
    more = len(signs) - _EVIDENCE_SHOWN
    lines += [f"• and {plural(more, 'more sign')}"] if more > 0 else []
    lines += [f"• {each.watcher} says: {inert(each.title, _TITLE)}" for each in alert.findings[:_FINDINGS_SHOWN]]
    if alert.evidence and alert.evidence[0].why:
        lines.append(f"*Why it matters:* {inert(alert.evidence[0].why, _STEP)}")
    steps = " · ".join(inert(each, _STEP) for each in alert.next_steps[:_STEPS_SHOWN])
    lines += [f"*Next:* {steps}"] if steps else []
    return "\n".join(lines)


def brief_line(alert: SecurityAlert) -> str:
    """What happened, who, from where and when, how sure."""
    return f"{alert.severity.value.capitalize()} · {inert(alert.title, _TITLE)}\n{_who(alert)}"


def _who(alert: SecurityAlert) -> str:
    parts = [_by(alert), _when(alert.began, alert.ended), plural(alert.event_count, "event"), _sure(alert)]
    return " · ".join(part for part in parts if part)


def _by(alert: SecurityAlert) -> str:
    where = ", ".join(inert(each) for each in alert.source_ips[:_ADDRESSES_SHOWN])
    more = len(alert.source_ips) - _ADDRESSES_SHOWN
    where += f" and {more} more" if more > 0 else ""
    then = f", then as {', '.join(inert(each) for each in alert.identities[:_NAMES_SHOWN])}" if alert.identities else ""
    return f"{inert(alert.actor) or 'unknown'}{then}{f' from {where}' if where else ''}"


def _when(began: datetime | None, ended: datetime | None) -> str:
    if began is None:
        return "at an unknown time"
    lasted = f", for {span(ended - began)}" if ended and ended != began else ""
    return f"{date(began)}{lasted}"


def _sure(alert: SecurityAlert) -> str:
    return f"{alert.confidence} confidence"


def _evidence(each: Evidence) -> str:
    times = f" (x{each.count})" if each.count > 1 else ""
    milder = f", judged {each.severity.value}: {inert(each.softened, 120)}" if each.softened else ""
    return f"{inert(each.title, _TITLE)}{times}{f' · {each.technique}' if each.technique else ''}{milder}"


def _says_more(each: Evidence, alert: SecurityAlert) -> bool:
    """The sign that a story is named after says nothing more, unless it is there often or judged milder."""
    return each.title != alert.title or each.count > 1 or bool(each.softened)


def alert_rows(shown: Iterable[SecurityAlert]) -> tuple[tuple[str, ...], ...]:
    """Rows of a terminal's table: each story, and below it what it rests on."""
    return tuple(row for alert in shown for row in (_alert_row(alert), *map(_evidence_row, alert.evidence)))


ALERT_COLUMNS = ("severity", "what", "who", "from", "when (UTC)", "events", "sure")


def _alert_row(alert: SecurityAlert) -> tuple[str, ...]:
    return (
        alert.severity.value,
        alert.title,
        alert.actor or "unknown",
        ", ".join(alert.source_ips) or NONE,
        _plain(alert.began),
        number(alert.event_count),
        alert.confidence,
    )


def _evidence_row(each: Evidence) -> tuple[str, ...]:
    times = f" (x{each.count})" if each.count > 1 else ""
    milder = f", milder because {each.softened}" if each.softened else ""
    said = f"  - {each.title}{times} [{each.rule}]{milder}"
    return (f"  {each.severity.value}", said, "", "", _plain(each.at), "", each.technique)


def _plain(moment: datetime | None) -> str:
    return utc(moment).removesuffix(" UTC") if moment else NONE
