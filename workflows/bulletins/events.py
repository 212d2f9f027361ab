"""Events of Inspector: they make no incidents of their own but an early look at the fleet's findings.

Inspector sends one event for each finding on each machine, hundreds after one scan: the look that they ask for tells
one card per package. https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

from core.alerts.alert import Alert
from core.errors import Conflict
from services.store import Changes, Delete, Put, Store

KIND = "findings-event"
WAITING, RESTING = "waiting", "resting"
_SOURCE = "aws.inspector2"
# A scan of a fleet goes on for minutes; the first of its events is followed at once, the others together.
_BETWEEN = timedelta(minutes=5)
_KEEP = timedelta(days=1)


class Looks(Protocol):
    """What looks at the findings, and tells what is new."""

    def poll(self, now: datetime) -> str:
        """Look once; what it did in a few words. Raises Upstream where it could not."""
        ...


class FindingEvents:
    """Notes that Inspector has something new, and looks soon after."""

    def __init__(self, looks: Looks, store: Store) -> None:
        self._looks = looks
        self._store = store

    def take(self, alert: Alert, now: datetime) -> bool:
        """Whether an alert is such an event; then a look is owed. Raises Upstream where that cannot be stored."""
        if alert.namespace != _SOURCE:
            return False
        # The version counts the events: one that comes in the middle of a look asks for another.
        self._store.put(Put(KIND, WAITING, {}, expect=None, expires=now + _KEEP))
        return True

    def look(self, now: datetime) -> str:
        """Look, if that is owed and was not done a moment ago; what it did in a few words.

        Raises:
            Upstream: the findings could not be asked for; the look is owed on.
        """
        owed = self._store.get(KIND, WAITING)
        if owed is None or self._store.get(KIND, RESTING):
            return ""
        said = self._looks.poll(now)
        done = Delete(KIND, WAITING, owed.version)
        self._store.put(Put(KIND, RESTING, {}, expect=None, expires=now + _BETWEEN))
        with suppress(Conflict):
            self._store.commit(Changes(deletes=(done,)))
        return said or "an event of Inspector, and nothing new"
