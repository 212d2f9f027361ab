"""What a team has ruled about detections, and its own rules."""

from datetime import datetime

from core.findings import Severity
from core.model import Model
from core.security.rulings import Ruling


class TeamRule(Model):
    """A rule of the team's own that is in use."""

    rule: str
    title: str
    severity: Severity


class RuleList(Model):
    """Rulings that hold, the soonest to end first; own rules by name, and why others of the folder cannot be used.

    `folder` is where own rules are read from; "": nowhere. `other_logs` counts its rules for other logs.
    """

    rulings: tuple[Ruling, ...]
    own_rules: tuple[TeamRule, ...]
    problems: tuple[str, ...]
    folder: str
    other_logs: int
    summary: str
    at: datetime


class RulingMade(Model):
    """A ruling after somebody changed it."""

    ruling: Ruling
    summary: str
    at: datetime
