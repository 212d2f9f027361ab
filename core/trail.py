"""Reads an event of CloudTrail, whatever somebody else's service wrote into it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from core.model import Model

_MACHINE_SESSIONS = ("i-", "botocore-session-", "aws-go-sdk-", "aws-sdk-")
_LONGEST = 120


class Subject(Model):
    """The instance that events are read for; `tags` is None where they are not known."""

    instance_id: str
    tags: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One event; a text is empty where the event does not have it."""

    at: datetime
    source: str
    name: str
    by: str
    event_id: str
    read_only: bool
    failed: bool
    resources: tuple[str, ...]
    request: object

    def text(self, *path: str) -> str:
        """A text of the request by its members, in one line and cut short."""
        return line(dig(self.request, *path))

    def items(self, *path: str) -> Iterator[object]:
        """The members of a list of the request; EC2's lists are wrapped in `items`."""
        found = dig(self.request, *path)
        inner = dig(found, "items")
        yield from inner if isinstance(inner, list) else found if isinstance(found, list) else ()

    def has(self, member: str) -> bool:
        """Whether the request says anything about a member."""
        return bool(dig(self.request, member))


def record_of(row: Mapping[str, object]) -> Record | None:
    """An event as LookupEvents lists it; None where it has no time, and so tells nothing."""
    inside = _inside(row.get("CloudTrailEvent"))
    at = _time(row.get("EventTime")) or _time(dig(inside, "eventTime"))
    if at is None:
        return None
    return Record(
        at=at,
        source=_first(row.get("EventSource"), dig(inside, "eventSource")).partition(".")[0],
        name=_first(row.get("EventName"), dig(inside, "eventName")),
        by=_by(dig(inside, "userIdentity"), line(row.get("Username"))),
        event_id=_first(row.get("EventId"), dig(inside, "eventID")),
        read_only=row.get("ReadOnly") == "true" or dig(inside, "readOnly") is True,
        failed=bool(dig(inside, "errorCode")),
        resources=tuple(_resources(row.get("Resources"))),
        request=dig(inside, "requestParameters"),
    )


def dig(value: object, *path: str) -> object:
    """What stands at the end of a path of members; None where there is no such thing."""
    for member in path:
        value = value.get(member) if isinstance(value, dict) else None
    return value


def line(value: object) -> str:
    """A text in one line and cut short; empty for anything that is no text."""
    if not isinstance(value, str):
        return ""
    words = " ".join("".join(each if each.isprintable() else " " for each in value).split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def _inside(text: object) -> object:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None


def _time(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    if not isinstance(at, datetime):
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _by(identity: object, username: str) -> str:
    """The user, or the session's name; a role's where software made the name up."""
    kind = dig(identity, "type")
    if kind == "Root":
        return "the root user"
    role = line(dig(identity, "sessionContext", "sessionIssuer", "userName"))
    session = line(dig(identity, "arn")).rpartition("/")[2] if kind == "AssumedRole" else ""
    if role and (session or username).startswith(_MACHINE_SESSIONS):
        return role
    named = session or line(dig(identity, "userName")) or username
    return named or line(dig(identity, "invokedBy")) or "unknown"


def _first(*values: object) -> str:
    return next((text for value in values if (text := line(value))), "")


def _resources(rows: object) -> Iterator[str]:
    for row in rows if isinstance(rows, list) else ():
        name = line(dig(row, "ResourceName"))
        if name:
            yield name
