"""What is known of a recurring job: how far it has come, how its last run went, and what it missed."""

from datetime import datetime

from core.model import Model


class Missed(Model):
    """Slots that nobody began in time, counted when that was noticed; `made_up`: one late run stood for all."""

    slots: int
    first: datetime
    last: datetime
    noticed_at: datetime
    made_up: bool


class JobStanding(Model):
    """Every slot up to `through` is settled. `failure` is why the last run failed, "" where it did not.

    `said` is what the last run that succeeded told of itself.
    """

    through: datetime
    began_at: datetime | None = None
    took_s: float = 0
    said: str = ""
    failure: str = ""
    succeeded_at: datetime | None = None
    missed: Missed | None = None
