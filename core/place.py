"""Where and when an answer was asked for."""

from datetime import datetime

from core.model import Model


class Place(Model):
    """Where an answer comes from: the account and region that were asked, when, and how long that took.

    `age_s`: how long ago it was asked when it is shown again.
    """

    account: str
    region: str
    asked_at: datetime
    took_s: float
    age_s: float = 0
