"""Where and when an answer was asked for."""

from datetime import datetime
from typing import Self

from core.model import Model


class Place(Model):
    """Where an answer comes from: the account and region that were asked, when, and how long that took.

    `age_s`: how long ago it was answered when it is shown again.
    """

    account: str
    region: str
    asked_at: datetime
    took_s: float
    age_s: float = 0

    def at(self, now: datetime) -> Self:
        """The same with its age at a later moment."""
        return self.model_copy(update={"age_s": max(0.0, (now - self.asked_at).total_seconds() - self.took_s)})
