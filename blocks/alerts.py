"""The list of open incidents, and what else is told about alerts beside their messages."""

from collections.abc import Sequence

from blocks.card import Block, Card
from blocks.elements import context, section
from blocks.incident import incident_buttons, incident_line, state_words
from blocks.marks import State, mark
from blocks.patch_card_facts import mention
from blocks.table import Table
from blocks.text import date, inert, plural, quote, utc
from core.alerts.incident import Incident, IncidentState
from core.alerts.scale import AlertLevel
from core.alerts.silence import Silence
from core.answers.alerts import DeadLetters, OpenIncidents, Replayed, SilenceMade
from core.redact import redact

_SHOWN = 10
_SILENCES, _LETTERS = 5, 10


def incidents_card(answer: OpenIncidents) -> Card:
    """One sentence, the worst ones with their buttons, silences, and what is not read yet."""
    text = summary(answer)
    blocks: list[Block] = [section(f"{mark(_state(answer))} *{text}*")]
    for incident in answer.incidents[:_SHOWN]:
        blocks += _rows(incident)
    if (more := sum(answer.counts.values()) - min(_SHOWN, len(answer.incidents))) > 0:
        blocks.append(section(f"and {more:,} more; `sre-agent alerts list` shows them."))
    blocks += [section(line) for line in silence_lines(answer.silences)]
    return Card(text, (*blocks, context(_small(answer))))


def summary(answer: OpenIncidents) -> str:
    """How many there are, in a sentence."""
    total = sum(answer.counts.values())
    if not total:
        return "No open incidents."
    told = ", ".join(
        f"{count:,} {'unacknowledged' if state == 'open' else state}" for state, count in answer.counts.items() if count
    )
    return f"{plural(total, 'open incident')}: {told}."


def silence_lines(silences: Sequence[Silence]) -> list[str]:
    """Each silence in force: what, by whom, why, until when."""
    lines = [
        f"Silenced until {date(one.until)}: {quote(', '.join(map(str, one.matchers)), 120)}"
        f" by {mention(one.author) if one.author else 'the command line'}: {inert(redact(one.reason), 150)}"
        for one in silences[:_SILENCES]
    ]
    if len(silences) > _SILENCES:
        lines.append(f"and {plural(len(silences) - _SILENCES, 'more silence')}")
    return lines


def incidents_table(answer: OpenIncidents) -> Table:
    """One row per incident."""
    return Table(
        title=summary(answer),
        columns=(
            "id",
            "state",
            "severity",
            "title",
            "service",
            "since",
            "last seen",
            "alerts",
            "things",
            "owner",
            "for",
        ),
        rows=tuple(_row(incident) for incident in answer.incidents),
        empty="No open incidents.",
        notes=(
            *(
                f"Silenced until {utc(one.until)}: {', '.join(map(str, one.matchers))}: {one.reason}"
                for one in answer.silences
            ),
            _small(answer),
        ),
    )


def dead_letters_card(answer: DeadLetters) -> Card:
    """What could not be read."""
    text = _dead(answer)
    blocks = [
        section(
            f"{quote(one.key, 60)} from {inert(one.source)} at {date(one.received)}: {inert(one.why, 120)}"
            f"\n{quote(redact(one.begins), 150)}"
        )
        for one in answer.letters[:_LETTERS]
    ]
    return Card(text, (section(f"*{text}*"), *blocks))


def dead_letters_table(answer: DeadLetters) -> Table:
    """One row per dead letter."""
    return Table(
        title=_dead(answer),
        columns=("key", "source", "received", "tries", "why", "begins"),
        rows=tuple(
            (one.key, one.source, utc(one.received), str(one.tries), one.why, redact(one.begins[:60]))
            for one in answer.letters
        ),
        empty="None: everything that arrived was read.",
        notes=("`sre-agent alerts replay KEY` reads one again, `all` reads them all.",) if answer.letters else (),
    )


def replayed_card(answer: Replayed) -> Card:
    """What is read again."""
    text = (
        f"{plural(len(answer.keys), 'alert')} will be read again."
        if answer.keys
        else "There was nothing to read again."
    )
    return Card(text, (section(text),))


def silence_card(answer: SilenceMade) -> Card:
    """What is silent now."""
    one = answer.silence
    text = f"Silenced until {utc(one.until)}: {inert(', '.join(map(str, one.matchers)), 150)}"
    more = f"{plural(len(answer.incidents), 'open incident')} silenced at once." if answer.incidents else ""
    return Card(text, (section(f"{text}\n{inert(one.reason, 200)}"), *([section(more)] if more else [])))


def _rows(incident: Incident) -> list[Block]:
    owner = f", {mention(incident.owner)}" if incident.owner else ""
    silent = f"\n{incident.silenced_by}" if incident.silenced_by else ""
    since = f"since {date(incident.first_seen)}, {plural(incident.count, 'alert')}"
    return [
        section(f"{incident_line(incident)}\n{since}{owner}{silent}"),
        incident_buttons(incident),
    ]


def _row(incident: Incident) -> tuple[str, ...]:
    return (
        incident.id,
        state_words(incident),
        incident.severity.value,
        redact(incident.title),
        redact(incident.alert.service),
        utc(incident.first_seen),
        utc(incident.last_seen),
        str(incident.count),
        str(incident.things),
        incident.owner or "-",
        incident.specialist or "-",
    )


def _state(answer: OpenIncidents) -> State:
    if not sum(answer.counts.values()):
        return State.GOOD if not answer.waiting else State.WORKING
    urgent = {AlertLevel.CRITICAL, AlertLevel.HIGH}
    firing = any(one.severity in urgent and one.state is IncidentState.OPEN for one in answer.incidents)
    return State.CRITICAL if firing else State.WARNING


def _small(answer: OpenIncidents) -> str:
    told = [f"{plural(answer.waiting, 'alert')} stored and not read yet"]
    if answer.dead_letters:
        told.append(f"{answer.dead_letters} could not be read: `sre-agent alerts dead-letters`")
    return " · ".join(told)


def _dead(answer: DeadLetters) -> str:
    return (
        f"{plural(answer.count, 'alert')} could not be read." if answer.count else "Everything that arrived was read."
    )
