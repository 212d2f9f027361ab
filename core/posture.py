"""How vulnerable the fleet was on one day, kept so that tomorrow shows which way it goes."""

from datetime import date, datetime

from core.model import Model

SCHEMA = 1


class Posture(Model):
    """The counts of one look at the whole fleet; `partial`: something of it could not be asked."""

    day: date
    at: datetime
    critical: int
    high: int
    exploited: int
    instances: int
    unscanned: int
    partial: bool = False
