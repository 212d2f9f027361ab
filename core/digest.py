"""What a team wants to know in the morning: what changed since yesterday, what waits for whom, what runs next."""

from datetime import datetime

from core.item import Item, Waiting
from core.model import Model
from core.posture import Posture


class Digest(Model):
    """`postures` are the last days', oldest first. `notes` say what could not be looked at, and how the log stands."""

    since: datetime
    until: datetime
    opened: tuple[Item, ...] = ()
    closed: tuple[Item, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    next: tuple[Item, ...] = ()
    ended: tuple[Item, ...] = ()
    people_needed: tuple[Item, ...] = ()
    alerts: tuple[Item, ...] = ()
    postures: tuple[Posture, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def worth_saying(self) -> bool:
        """Whether anything happened, waits, or is about to."""
        return any((self.opened, self.closed, self.waiting, self.next, self.ended, self.people_needed, self.alerts))
