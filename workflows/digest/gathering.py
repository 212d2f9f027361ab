"""Puts the morning's story together from what is stored, so that it asks nothing of AWS."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Protocol

from blocks.bulletin import headline
from blocks.patch_card_head import head
from core.bulletin import Bulletin
from core.digest import Digest, Item, Waiting
from core.errors import AssistantError
from core.patching.states import State
from core.posture import Posture
from services.store import Order, Store
from workflows.bulletins import polling
from workflows.bulletins.posture import KIND as POSTURE
from workflows.patching.records import Patch, Records

_DAYS = 14
_DAY = timedelta(days=1)
# A patch that was asked for longer ago than this has not ended since yesterday.
_LONGEST = timedelta(days=60)
_PAGE = 200
_ENDS = (State.VERIFIED, State.STOPPED, State.ROLLED_BACK, State.VOID, State.EXPIRED)
_AHEAD = (State.APPROVED, State.SCHEDULED)


class Links(Protocol):
    """See `workflows.patching.links.Links`."""

    def link(self, workflow_id: str, *, patience_s: float = 0) -> str:
        """Where the card of a patch stands; "" where that is not known."""
        ...


class Gathering:
    """Makes the digest of a day. `alerts` tells open incidents, `notes` what else belongs into its small print."""

    def __init__(
        self,
        store: Store,
        links: Links,
        *,
        alerts: Callable[[], Iterable[Item]] = tuple,
        notes: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._store = store
        self._records = Records(store)
        self._links = links
        self._alerts = alerts
        self._notes = notes

    def of(self, now: datetime) -> Digest:
        """The digest of the day up to now."""
        since = now - _DAY
        bulletins = list(self._bulletins())
        return Digest(
            since=since,
            until=now,
            opened=tuple(_item(each) for each in bulletins if each.open and each.opened > since),
            closed=tuple(_item(each) for each in bulletins if not each.open and each.looked > since),
            waiting=tuple(self._waiting(patch) for patch in self._in(State.WAITING)),
            next=tuple(self._told(patch) for patch in self._ahead(now + _DAY)),
            ended=tuple(self._told(patch) for patch in self._ended(since)),
            people_needed=tuple(self._told(patch) for patch in self._in(State.NEEDS_HUMAN)),
            alerts=tuple(self._alerts()),
            postures=self._postures(),
            notes=tuple(self._notes()),
        )

    def _bulletins(self) -> Iterator[Bulletin]:
        page = self._store.find(polling.KIND, limit=_PAGE, order=Order.NEWEST)
        while page:
            yield from (polling.read(record) for record in page)
            page = self._store.find(polling.KIND, limit=_PAGE, order=Order.NEWEST, after=page[-1])

    def _in(self, state: State) -> Iterator[Patch]:
        return self._records.patches(state)

    def _ahead(self, until: datetime) -> Iterator[Patch]:
        for state in _AHEAD:
            for patch in self._in(state):
                window = patch.workflow.window
                if window is None or window.start <= until:
                    yield patch

    def _ended(self, since: datetime) -> Iterator[Patch]:
        """Those that ended; newest first, so that the old ones are not all read."""
        for state in _ENDS:
            for patch in self._records.patches(state, order=Order.NEWEST):
                ending = patch.workflow.ending
                if ending and ending.at > since:
                    yield patch
                elif patch.workflow.requested_at < since - _LONGEST:
                    break

    def _waiting(self, patch: Patch) -> Waiting:
        workflow = patch.workflow
        missing = max(1, workflow.quorum - len(workflow.counted))
        told = self._told(patch)
        return Waiting(sentence=told.sentence, url=told.url, missing=missing, until=workflow.approve_by)

    def _told(self, patch: Patch) -> Item:
        workflow_id = patch.workflow.workflow_id
        try:
            sentence = head(self._records.standing(patch))
        except AssistantError:
            sentence = f"Patch {workflow_id}: it cannot be read"
        return Item(sentence=sentence, url=self._links.link(workflow_id))

    def _postures(self) -> tuple[Posture, ...]:
        found = self._store.find(POSTURE, limit=_DAYS, order=Order.NEWEST)
        return tuple(sorted((Posture.model_validate(each.doc) for each in found), key=lambda each: each.day))


def _item(bulletin: Bulletin) -> Item:
    return Item(sentence=headline(bulletin))
