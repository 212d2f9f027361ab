"""One event of CloudTrail as answers show it, and the whole record behind it with secrets masked."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pydantic import Field

from core.detections import Category
from core.detections.event import Event, event_of
from core.detections.reading import found, text
from core.model import Model
from core.redact import redact_deep

_MOST_RESOURCES = 10
# Ways in: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
_WAYS_IN = frozenset(
    {
        "AssumeRole",
        "AssumeRoleWithSAML",
        "AssumeRoleWithWebIdentity",
        "GetFederationToken",
        "GetSessionToken",
        "ResumeSession",
        "SendSSHPublicKey",
        "SendSerialConsoleSSHPublicKey",
        "StartSession",
    }
)


class TrailEvent(Model):
    """One call. `at` is None where its time cannot be read, `error` empty where it succeeded.

    `kind` is what it is by its name alone, whether anything is wrong with it or not. `record` is the whole event with
    secrets masked, and empty in lists where only the line matters.
    """

    event_id: str
    at: datetime | None
    name: str
    source: str
    actor: str
    source_ip: str
    region: str
    error: str
    kind: Category
    resources: tuple[str, ...]
    record: Mapping[str, Any] = Field(default_factory=dict)


def listed(record: Mapping[str, object]) -> TrailEvent:
    """An event as a line."""
    event = event_of(0, record)
    return TrailEvent(
        event_id=text(record.get("eventID")),
        at=event.at,
        name=event.name or "an event without a name",
        source=event.source,
        actor=event.who.actor,
        source_ip=event.source_ip,
        region=event.region,
        error=event.error,
        kind=kind_of(event),
        resources=tuple(dict.fromkeys(_resources(record)))[:_MOST_RESOURCES],
    )


def whole(record: Mapping[str, object]) -> TrailEvent:
    """An event with its record, secrets masked."""
    masked = redact_deep(record)
    return listed(record).model_copy(update={"record": masked if isinstance(masked, dict) else {}})


def kind_of(event: Event) -> Category:
    """A sign-in or session, a change of permissions, any other change, or a look around."""
    if event.source == "signin" or event.name in _WAYS_IN:
        # AWS's own services take their roles all day long to run what people set up.
        return "execution" if event.who.service else "login"
    if event.read_only:
        return "discovery"
    return "privilege_escalation" if event.source == "iam" else "config_changes"


def kind_of_record(record: Mapping[str, object]) -> Category:
    """The same for a record."""
    return kind_of(event_of(0, record))


def _resources(record: Mapping[str, object]) -> Iterator[str]:
    """What the event itself lists, then the ids of EC2 in its request."""
    for name in ("arn", "resourcename"):
        yield from (text(value) for value in found(record.get("resources"), name) if text(value))
    ids = ("instanceid", "groupid", "volumeid", "snapshotid", "username", "rolename", "bucketname", "trailname")
    yield from (text(value) for value in found(record.get("requestParameters"), *ids) if text(value))
