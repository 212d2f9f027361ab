"""Who came in to a machine, and who tried: by Systems Manager, EC2 Instance Connect or SSH."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Literal

from core.model import Model
from core.trail import dig, line

Way = Literal["Session Manager", "EC2 Instance Connect", "serial console", "SSH"]
# What each call opens, and which member of its request names the machine.
_WAYS: Mapping[str, tuple[Way, str]] = {
    "StartSession": ("Session Manager", "target"),
    "ResumeSession": ("Session Manager", "target"),
    "SendSSHPublicKey": ("EC2 Instance Connect", "instanceId"),
    "SendSerialConsoleSSHPublicKey": ("serial console", "instanceId"),
}


class Login(Model):
    """One way in that was taken, or refused. `user` is the account on the machine, `who` the caller of AWS.

    `session_id` is Session Manager's; `ended` is None while a session is open, or where nobody tells its end.
    """

    at: datetime
    way: Way
    accepted: bool
    who: str = ""
    user: str = ""
    source_ip: str = ""
    method: str = ""
    session_id: str = ""
    ended: datetime | None = None


class FailedLogins(Model):
    """Attempts over SSH that one address made in vain; `users` are the names it tried, in the order of the attempts."""

    source_ip: str
    attempts: int
    users: tuple[str, ...]
    first: datetime
    last: datetime


def logins_in(events: Iterable[Mapping[str, object]], instance_id: str) -> Iterator[Login]:
    """The ways in to a machine that CloudTrail's events tell of; those that AWS refused too."""
    for event in events:
        name = event.get("eventName")
        way, member = _WAYS.get(name if isinstance(name, str) else "", (None, ""))
        at = _time(event.get("eventTime"))
        if way and at and dig(event, "requestParameters", member) == instance_id:
            yield Login(
                at=at,
                way=way,
                accepted=not event.get("errorCode"),
                who=_who(event),
                user=line(dig(event, "requestParameters", "instanceOSUser")),
                source_ip=line(event.get("sourceIPAddress")),
                session_id=line(dig(event, "responseElements", "sessionId")),
            )


def together(events: Iterable[Login], sessions: Iterable[Login]) -> tuple[Login, ...]:
    """Newest first; a session that both an event and Session Manager tell of is one, with what either knows."""
    known = {each.session_id: each for each in sessions if each.session_id}
    found = []
    for event in events:
        session = known.pop(event.session_id, None) if event.session_id else None
        found.append(event.model_copy(update={"ended": session.ended}) if session else event)
    found += [*known.values(), *(each for each in sessions if not each.session_id)]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def in_vain(attempts: Iterable[Login]) -> tuple[FailedLogins, ...]:
    """Refused attempts over SSH by address, the most first."""
    by_address: dict[str, list[Login]] = {}
    for each in attempts:
        if each.way == "SSH" and not each.accepted:
            by_address.setdefault(each.source_ip, []).append(each)
    found = (_summed(address, several) for address, several in by_address.items())
    return tuple(sorted(found, key=lambda each: (-each.attempts, each.source_ip)))


def _summed(address: str, several: list[Login]) -> FailedLogins:
    times = [each.at for each in several]
    users = tuple(dict.fromkeys(each.user for each in several if each.user))
    return FailedLogins(source_ip=address, attempts=len(several), users=users, first=min(times), last=max(times))


def _who(event: Mapping[str, object]) -> str:
    identity = event.get("userIdentity")
    session = line(dig(identity, "arn")).rpartition(":")[2]
    return session or line(dig(identity, "userName")) or line(dig(identity, "invokedBy"))


def _time(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return at.astimezone(UTC) if at and at.tzinfo else None
