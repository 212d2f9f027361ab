"""What was detected in CloudTrail events, and the stories that detections make."""

from datetime import datetime
from typing import Literal

from core.findings import Severity
from core.model import Model

Category = Literal[
    "login",
    "privilege_escalation",
    "config_changes",
    "credential_access",
    "persistence",
    "defense_evasion",
    "exfiltration",
    "discovery",
    "impact",
    "execution",
]
Sureness = Literal["high", "medium", "low"]


class Detection(Model):
    """One thing that an experienced responder would name.

    `event_index` is the event that completed it and `event_indexes` all it rests on, as places in the given sequence.
    `rule` is the detection's slug, `technique` its ATT&CK id. `at` is None where the event has no readable time.
    `softened` says why the severity is lower than the detection's own; empty where it is not.
    """

    event_index: int
    event_indexes: tuple[int, ...]
    rule: str
    title: str
    severity: Severity
    category: Category
    technique: str
    at: datetime | None
    actor: str
    source_ip: str
    why: str
    check: tuple[str, ...]
    do: tuple[str, ...]
    confidence: Sureness
    softened: str = ""


class Story(Model):
    """What one actor did within one stretch of time, with every detection in it, in order.

    `severity` is that of the worst detection; `summary` says in a few lines what happened, who, from where, how sure.
    """

    title: str
    severity: Severity
    actor: str
    source_ips: tuple[str, ...]
    began: datetime | None
    ended: datetime | None
    categories: tuple[Category, ...]
    techniques: tuple[str, ...]
    detections: tuple[Detection, ...]
    event_indexes: tuple[int, ...]
    confidence: Sureness
    summary: str
    next_steps: tuple[str, ...]
