"""The one message of an incident, edited in place, and its buttons."""

from typing import assert_never

from blocks.asking import ask
from blocks.card import Block, Card
from blocks.elements import Style, actions, button, context, section
from blocks.marks import State, mark
from blocks.patch_card_facts import mention
from blocks.text import date, inert, one_line, plural, quote, shorten, span
from core.alerts.incident import Incident, IncidentState
from core.alerts.scale import AlertLevel, AlertState
from core.redact import redact

TIMELINE = "export_incident_timeline"
ACKNOWLEDGE, SILENCE, RESOLVE = "incident-acknowledge", "incident-silence", "incident-resolve"
UNSILENCE = "incident-unsilence"
_SHOWN = 5
_TITLE, _MESSAGE = 120, 300


def incident_card(incident: Incident) -> Card:
    """What it is, how bad, since when, how often, who has it."""
    text = incident_line(incident)
    blocks: list[Block] = [section(f"{mark(_mark(incident))} *{text}*")]
    if said := one_line(redact(incident.alert.message)):
        blocks.append(section(quote(said, _MESSAGE)))
    blocks.append(section(fields=_facts(incident)))
    if incident.things > 1:
        blocks.append(section(_members(incident)))
    if incident.open:
        blocks.append(incident_buttons(incident, "primary"))
    else:
        blocks.append(actions(ask("Timeline", TIMELINE, {"incident_id": incident.id})))
    return Card(text, (*blocks, context(_small(incident))))


def incident_line(incident: Incident) -> str:
    """One sentence for notifications and lists."""
    where = f" on {inert(redact(incident.alert.service))}" if incident.alert.service else ""
    title = inert(redact(incident.title), _TITLE)
    where = where if where and where[4:] not in title else ""
    level = "Unrated" if incident.severity is AlertLevel.UNKNOWN else incident.severity.value.capitalize()
    return f"{level}: {title}{where} ({state_words(incident)})"


def state_words(incident: Incident) -> str:
    """How it stands, in words."""
    match incident.state:
        case IncidentState.OPEN:
            return "flapping" if incident.flapping else "reopened" if incident.reopened else _seen(incident)
        case IncidentState.ACKNOWLEDGED:
            return "acknowledged"
        case IncidentState.SILENCED:
            return "silenced"
        case IncidentState.RESOLVED:
            return "resolved, but flapping" if incident.flapping else "resolved"
        case _:
            assert_never(incident.state)


def _seen(incident: Incident) -> str:
    """What tells of an event and of no state does not fire."""
    event = all(member.state is AlertState.UNKNOWN for member in incident.members)
    return "event" if event else "firing"


def ended_card(incident: Incident) -> Card:
    """What is said in the thread when it is over."""
    ended = incident.resolved_at or incident.last_seen
    by = f" by {mention(incident.owner)}" if incident.owner and incident.firing == 0 else ""
    took = span(ended - incident.first_seen)
    return Card(f"Resolved{by} after {took}, {plural(incident.count, 'alert')} in all.")


def reopened_card(incident: Incident) -> Card:
    """What is said in the thread when it begins anew."""
    return Card(f"It fires again, for the {_ordinal(incident.reopened + 1)} time.")


def worse_card(incident: Incident) -> Card:
    """What is said in the thread when it gets worse, as edits notify nobody."""
    return Card(f"It is {incident.severity.value} now: {plural(incident.firing, 'thing')} firing.")


def _mark(incident: Incident) -> State:
    if incident.state is IncidentState.RESOLVED:
        return State.GOOD
    if incident.state is IncidentState.SILENCED:
        return State.WAITING
    match incident.severity:
        case AlertLevel.CRITICAL | AlertLevel.HIGH:
            return State.CRITICAL
        case AlertLevel.MEDIUM | AlertLevel.LOW | AlertLevel.INFO:
            return State.WARNING
        case AlertLevel.UNKNOWN:
            return State.UNKNOWN
        case _:
            assert_never(incident.severity)


def _facts(incident: Incident) -> list[str]:
    facts = [f"*State*\n{state_words(incident).capitalize()}", f"*Severity*\n{_severity(incident)}"]
    facts.append(f"*First seen*\n{date(incident.first_seen)}")
    facts.append(f"*Last seen*\n{date(incident.last_seen)}, {plural(incident.count, 'alert')}")
    facts.append(f"*Owner*\n{mention(incident.owner) if incident.owner else 'nobody yet'}")
    facts.append(f"*Specialist*\n{_specialist(incident)}")
    if incident.silenced_by:
        until = f" until {date(incident.silenced_until)}" if incident.silenced_until else ""
        facts.append(f"*Silenced{until}*\n{incident.silenced_by}")
    if incident.resolved_at:
        facts.append(f"*Resolved*\n{date(incident.resolved_at)}")
    return facts


def _severity(incident: Incident) -> str:
    sent = incident.alert.sent_severity
    said = f" (sent as {inert(sent, 30)})" if sent and sent.lower() != incident.severity.value else ""
    return "nobody said" if incident.severity is AlertLevel.UNKNOWN and not sent else incident.severity.value + said


def _specialist(incident: Incident) -> str:
    return incident.specialist or "none fits; a person should say whose it is"


def _members(incident: Incident) -> str:
    """The worst things of a group, each with how it stands, and how many more there are."""
    shown = incident.members[:_SHOWN]
    lines = [
        f"• {inert(redact(member.alert.title), _TITLE)}: {_standing(member.state)}, {plural(member.count, 'alert')}"
        for member in shown
    ]
    more = incident.things - len(shown)
    if more > 0:
        lines.append(f"and {more:,} more")
    grouped = f"Grouped by {inert(redact(incident.grouped_by))}: " if incident.grouped_by else ""
    return shorten("\n".join([f"{grouped}{incident.things:,} things, {incident.firing:,} firing", *lines]), 2_900)


def _standing(state: AlertState) -> str:
    return "event" if state is AlertState.UNKNOWN else state.value


def incident_buttons(incident: Incident, style: Style = "") -> Block:
    """What can be done with it as it stands."""
    taken = incident.state is IncidentState.ACKNOWLEDGED
    first = [] if taken else [button("Acknowledge", ACKNOWLEDGE, incident.id, style=style)]
    quiet = incident.state is IncidentState.SILENCED
    second = button("End silence", UNSILENCE, incident.id) if quiet else button("Silence", SILENCE, incident.id)
    return actions(*first, second, button("Resolve", RESOLVE, incident.id))


def _small(incident: Incident) -> str:
    alert = incident.alert
    place = " ".join(filter(None, (alert.account, alert.region)))
    return " · ".join(filter(None, (place, f"from {inert(alert.source or alert.kind)}", incident.id)))


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
