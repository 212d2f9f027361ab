"""What the team is told of an incident: its one message, and notes in its thread for what edits would hide."""

from collections.abc import Iterator

from blocks.card import Card
from blocks.fit import fit
from blocks.incident import ended_card, incident_card, reopened_card, worse_card
from core.alerts.incident import Incident, IncidentState
from core.alerts.scale import AlertLevel, rank
from services.slack.outbox import Lane, Message

_URGENT = frozenset({AlertLevel.CRITICAL, AlertLevel.HIGH})


def message(incident: Incident, channel: str) -> Message:
    """Its message as it should stand now."""
    card = fit(incident_card(incident))
    return Message(key=incident.message_key, channel=channel, text=card.text, blocks=card.blocks, lane=lane(incident))


def lane(incident: Incident) -> Lane:
    """What wakes people goes first; what is over, silenced or only news goes last."""
    if incident.state in {IncidentState.RESOLVED, IncidentState.SILENCED} or incident.severity is AlertLevel.INFO:
        return Lane.NOISE
    return Lane.URGENT if incident.severity in _URGENT else Lane.NORMAL


def to_be_told(incident: Incident) -> bool:
    """Whether it has a message: not where a person silenced it before anybody was told, until it fires again."""
    return incident.told or not incident.silence_id


def notes(before: Incident | None, after: Incident, channel: str) -> Iterator[Message]:
    """Notes for the thread; none while it flaps, so that fifty turns are not fifty notes."""
    if before is None or after.flapping:
        return
    if before.open and not after.open:
        yield _note(after, channel, f"ended-{after.reopened}", ended_card(after))
    elif not before.open and after.open:
        yield _note(after, channel, f"reopened-{after.reopened}", reopened_card(after))
    elif before.open and rank(after.severity) < rank(before.severity) and after.severity in _URGENT:
        yield _note(after, channel, f"worse-{after.severity.value}", worse_card(after))


def _note(incident: Incident, channel: str, name: str, card: Card) -> Message:
    """Of the same lane as what it tells of, and behind its root, which the outbox sees to."""
    return Message(
        key=f"{incident.message_key}:{name}",
        channel=channel,
        text=card.text,
        blocks=card.blocks,
        thread_key=incident.message_key,
        lane=Lane.NOISE if not incident.open else Lane.NORMAL,
    )


def loud(before: Incident | None, after: Incident) -> bool:
    """Whether it must be told at once; counts and times alone can wait for the next round of edits."""
    if before is None or before.state is not after.state or before.flapping is not after.flapping:
        return True
    worse = rank(after.severity) < rank(before.severity)
    return worse or before.owner != after.owner or before.specialist != after.specialist
