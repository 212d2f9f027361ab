"""What the Home tab of one person tells beside the fleet: from stored state, so that it is there at once."""

from datetime import datetime

from core.answers.audit import AuditEntry
from core.item import Item, Waiting
from core.model import Model
from core.posture import Posture


class HomeFacts(Model):
    """`mine` waits for this person's approval, `others` for that of others. `postures` are the last days'.

    `unread` says in sentences what could not be told, such as who belongs to a user group.
    """

    at: datetime
    mine: tuple[Waiting, ...] = ()
    others: tuple[Waiting, ...] = ()
    people_needed: tuple[Item, ...] = ()
    running: tuple[Item, ...] = ()
    next: tuple[Item, ...] = ()
    alerts: tuple[Item, ...] = ()
    audit: tuple[AuditEntry, ...] = ()
    postures: tuple[Posture, ...] = ()
    unread: tuple[str, ...] = ()
