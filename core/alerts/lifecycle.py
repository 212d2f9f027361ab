"""What an alert does to its incident. Pure: the same alerts end in the same state, whatever order they came in."""

import hashlib
from datetime import datetime, timedelta

from core.alerts.incident import Incident, IncidentState, Member
from core.alerts.making import bare
from core.alerts.scale import AlertLevel, AlertState, rank
from core.alerts.thing import Thing

FLAPPING_TURNS, FLAPPING_WITHIN = 6, timedelta(minutes=30)
"""So many turns between over and not over within this time, and people are told no more of each."""

REOPENS_WITHIN = timedelta(hours=6)
"""How long after its end the same thing reopens its incident; later it begins a new one."""

QUIET_EVENT, QUIET_ALERT = timedelta(hours=4), timedelta(days=7)
"""After so long without a word an incident is over: one of events, which have no end, and any other."""

_MEMBERS = 20
_TURNS = 12


def opened(thing: Thing, *, grouped_by: str = "", title: str = "") -> Incident:
    """The incident that a thing begins; it is over at once where the thing is."""
    alert = thing.alert
    ident = hashlib.sha256(f"{alert.fingerprint}\x1f{thing.first_seen.isoformat()}".encode()).hexdigest()[:10]
    return Incident(
        id=f"inc-{ident}",
        state=_state_of(thing),
        severity=alert.severity,
        title=title or bare(alert.title),
        first_seen=thing.first_seen,
        last_seen=thing.last_seen,
        resolved_at=None if thing.firing else thing.moved,
        grouped_by=grouped_by,
        count=thing.count,
        firing=int(thing.firing),
        members=(_member(thing),),
    )


def joined(incident: Incident, before: Thing | None, after: Thing) -> Incident:
    """The incident with one more alert of a thing that belongs to it, or joins it now."""
    ours = before is not None and before.incident == incident.id
    # Whoever ended it by hand ended all of it; what is heard again counts anew.
    fired = before.firing if ours and before and incident.open else False
    firing = max(0, incident.firing + int(after.firing) - int(fired))
    members = _ranked(
        [*(one for one in incident.members if one.alert.fingerprint != after.alert.fingerprint), _member(after)]
    )
    count = incident.count + (1 if ours else after.count)
    changed = incident.model_copy(
        update={
            "count": count,
            "things": incident.things + (not ours),
            "firing": firing,
            "first_seen": min(incident.first_seen, after.first_seen),
            "last_seen": max(incident.last_seen, after.last_seen),
            "members": members,
            "severity": _severity(incident, after, firing),
        }
    )
    return _turned(incident, changed, after)


def _turned(before: Incident, after: Incident, thing: Thing) -> Incident:
    """With the state that follows from what still fires."""
    if before.open and not after.firing:
        ended = {"state": IncidentState.RESOLVED, "resolved_at": thing.moved}
        return _counted(after.model_copy(update=ended), thing.last_seen)
    if not before.open and after.firing and thing.firing:
        begun = {
            "state": IncidentState.OPEN,
            "resolved_at": None,
            "owner": "",
            "acknowledged_at": None,
            "silenced_by": "",
            "silence_id": "",
            "silenced_until": None,
            "reopened": before.reopened + 1,
        }
        return _counted(after.model_copy(update=begun), thing.last_seen)
    if after.state is IncidentState.OPEN and thing.state is AlertState.ACKNOWLEDGED:
        return after.model_copy(update={"state": IncidentState.ACKNOWLEDGED, "acknowledged_at": thing.moved})
    return after.model_copy(update={"flapping": _flaps(after.turned, thing.last_seen)})


def _counted(incident: Incident, now: datetime) -> Incident:
    turned = (*incident.turned, now)[-_TURNS:]
    return incident.model_copy(update={"turned": turned, "flapping": _flaps(turned, now)})


def _flaps(turned: tuple[datetime, ...], now: datetime) -> bool:
    return sum(now - one < FLAPPING_WITHIN for one in turned) >= FLAPPING_TURNS


def acknowledged(incident: Incident, user_id: str, now: datetime) -> Incident:
    """Taken on by a person; one that is over stays over."""
    if not incident.open:
        return incident
    taken = {"state": IncidentState.ACKNOWLEDGED, "owner": user_id, "acknowledged_at": now}
    return incident.model_copy(update={**taken, "silenced_by": "", "silence_id": "", "silenced_until": None})


def resolved(incident: Incident, user_id: str, now: datetime) -> Incident:
    """Ended by a person, whatever still fires; the next alert of it opens it again."""
    if not incident.open:
        return incident
    ended = {"state": IncidentState.RESOLVED, "owner": user_id, "resolved_at": now, "firing": 0}
    return incident.model_copy(update={**ended, "silenced_by": "", "silence_id": "", "silenced_until": None})


def silenced(incident: Incident, why: str, until: datetime, silence_id: str = "") -> Incident:
    """Nobody is told until then, unless it ends."""
    if not incident.open:
        return incident
    quiet = {"silenced_by": why, "silence_id": silence_id, "silenced_until": until}
    return incident.model_copy(update={"state": IncidentState.SILENCED, **quiet})


def woken(incident: Incident) -> Incident:
    """Its silence is over; one that is not silenced stays as it is."""
    if incident.state is not IncidentState.SILENCED:
        return incident
    state = IncidentState.ACKNOWLEDGED if incident.acknowledged_at else IncidentState.OPEN
    return incident.model_copy(update={"state": state, "silenced_by": "", "silence_id": "", "silenced_until": None})


def quiet_until(incident: Incident) -> datetime:
    """When it is over unless another alert comes."""
    event = all(member.state in {AlertState.UNKNOWN, AlertState.RESOLVED} for member in incident.members)
    return incident.last_seen + (QUIET_EVENT if event else QUIET_ALERT)


def ended_quietly(incident: Incident, now: datetime) -> Incident:
    """Over because nothing was heard of it for long."""
    return incident.model_copy(update={"state": IncidentState.RESOLVED, "resolved_at": now, "firing": 0})


def _state_of(thing: Thing) -> IncidentState:
    if not thing.firing:
        return IncidentState.RESOLVED
    return IncidentState.ACKNOWLEDGED if thing.state is AlertState.ACKNOWLEDGED else IncidentState.OPEN


def _severity(incident: Incident, after: Thing, firing: int) -> AlertLevel:
    """The worst of what fires; what a single thing says last, and in a group nothing that was said is taken back."""
    if incident.things == 1 and incident.members[0].alert.fingerprint == after.alert.fingerprint:
        return after.alert.severity if after.firing else incident.severity
    return min(incident.severity, after.alert.severity, key=rank) if after.firing or not firing else incident.severity


def _member(thing: Thing) -> Member:
    return Member(alert=thing.alert, count=thing.count, state=thing.state, last_seen=thing.last_seen)


def _ranked(members: list[Member]) -> tuple[Member, ...]:
    ordered = sorted(
        members, key=lambda one: (one.state is AlertState.RESOLVED, rank(one.alert.severity), one.alert.fingerprint)
    )
    return tuple(ordered[:_MEMBERS])
