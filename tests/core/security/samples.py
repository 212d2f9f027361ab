"""Events, detections and what was read, for tests about security answers."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from core.answers.security_events import Looked
from core.detections import Category, Detection
from core.findings import Severity
from core.gaps import Gap
from core.outside import OutsideFinding, Source
from core.place import Place
from core.security.answering import Material, Question
from core.security.scope import Scope

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
ACCOUNT = "123456789012"
EVERYTHING = Scope()
KINDS: tuple[Category, ...] = ("login", "privilege_escalation", "config_changes")


def record(number: int, name: str = "StopLogging", source: str = "cloudtrail", **more: object) -> dict[str, object]:
    """A call of the user mallory, `number` minutes before NOW."""
    return {
        "eventID": f"e-{number}",
        "eventTime": f"{NOW - timedelta(minutes=number):%Y-%m-%dT%H:%M:%SZ}",
        "eventName": name,
        "eventSource": f"{source}.amazonaws.com",
        "awsRegion": "us-west-2",
        "sourceIPAddress": "198.51.100.7",
        "readOnly": False,
        "userIdentity": {
            "type": "IAMUser",
            "userName": "mallory",
            "arn": f"arn:aws:iam::{ACCOUNT}:user/mallory",
            "accountId": ACCOUNT,
        },
        "recipientAccountId": ACCOUNT,
        **more,
    }


def detection(index: int, rule: str = "trail-off", severity: Severity = Severity.CRITICAL, **more: object) -> Detection:
    """A detection at the event with that place."""
    given: dict[str, object] = {
        "event_index": index,
        "event_indexes": (index,),
        "rule": rule,
        "title": f"What {rule} means",
        "severity": severity,
        "category": "defense_evasion",
        "technique": "T1562.008",
        "at": NOW - timedelta(minutes=5),
        "actor": "mallory",
        "source_ip": "198.51.100.7",
        "why": "Nothing is recorded any more.",
        "check": ("Is there a ticket?",),
        "do": ("Start the trail again",),
        "confidence": "high",
    }
    return Detection.model_validate({**given, **more})


def looked(events: int, hours: float = 24, since_hours: float | None = 24) -> Looked:
    """What was looked at; `since_hours` None: nothing could be read."""
    since = None if since_hours is None else NOW - timedelta(hours=since_hours)
    return Looked(asked_since=NOW - timedelta(hours=hours), since=since, until=NOW, events=events)


def material(
    events: Sequence[Mapping[str, object]] = (),
    detections: Sequence[Detection] = (),
    *,
    since_hours: float | None = 24,
    findings: tuple[OutsideFinding, ...] = (),
    sources: tuple[Source, ...] = (),
    gaps: tuple[Gap, ...] = (),
) -> Material:
    """What was read of a day."""
    place = Place(account=ACCOUNT, region="us-west-2", asked_at=NOW, took_s=0.4)
    return Material(events, detections, looked(len(events), 24, since_hours), findings, sources, gaps, place)


def question(
    kinds: tuple[Category, ...] = KINDS,
    scope: Scope = EVERYTHING,
    label: str = "",
    instance_ids: tuple[str, ...] = (),
) -> Question:
    """A day of the account, or of what belongs to an instance."""
    return Question(kinds, "24h", instance_ids, label, scope)
