"""Puts the morning's story together from what is stored, so that it asks nothing of AWS."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from blocks.bulletin import headline
from core.bulletin import Bulletin
from core.digest import Digest
from core.item import Item
from core.patching.states import State
from services.store import Order, Store
from workflows.bulletins import polling
from workflows.bulletins.posture import last_postures
from workflows.patching.items import PatchItems

_DAY = timedelta(days=1)
# A patch that was asked for longer ago than this has not ended since yesterday.
_LONGEST = timedelta(days=60)
_PAGE = 200
_ENDS = (State.VERIFIED, State.STOPPED, State.ROLLED_BACK, State.VOID, State.EXPIRED)


class Gathering:
    """Makes the digest of a day. `alerts` tells open incidents, `notes` what else belongs into its small print."""

    def __init__(
        self,
        store: Store,
        items: PatchItems,
        *,
        alerts: Callable[[], Iterable[Item]],
        notes: Callable[[], Iterable[str]],
    ) -> None:
        self._store = store
        self._items = items
        self._alerts = alerts
        self._notes = notes

    def of(self, now: datetime) -> Digest:
        """The digest of the day up to now; raises Upstream where the store does not answer."""
        since = now - _DAY
        bulletins = list(self._bulletins())
        waiting = self._items.records.patches(State.WAITING)
        return Digest(
            since=since,
            until=now,
            opened=tuple(_item(each) for each in bulletins if each.open and each.opened > since),
            closed=tuple(_item(each) for each in bulletins if not each.open and each.looked > since),
            waiting=tuple(map(self._items.waiting, waiting)),
            next=tuple(self._items.ahead(now + _DAY)),
            ended=tuple(self._ended(since)),
            people_needed=tuple(self._items.every(State.NEEDS_HUMAN)),
            alerts=tuple(self._alerts()),
            postures=last_postures(self._store),
            notes=tuple(self._notes()),
        )

    def _bulletins(self) -> Iterator[Bulletin]:
        page = self._store.find(polling.KIND, limit=_PAGE, order=Order.NEWEST)
        while page:
            yield from (polling.read(record) for record in page)
            page = self._store.find(polling.KIND, limit=_PAGE, order=Order.NEWEST, after=page[-1])

    def _ended(self, since: datetime) -> Iterator[Item]:
        """Those that ended; newest first, so that the old ones are not all read."""
        for state in _ENDS:
            for patch in self._items.records.patches(state, order=Order.NEWEST):
                ending = patch.workflow.ending
                if ending and ending.at > since:
                    yield self._items.told(patch)
                elif patch.workflow.requested_at < since - _LONGEST:
                    break


def _item(bulletin: Bulletin) -> Item:
    return Item(sentence=headline(bulletin))
