"""Gathers what the Home tab of one person tells, without asking AWS."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Protocol

from core.errors import NotFound, Upstream
from core.home import HomeFacts
from core.item import Item, Waiting
from core.patching.states import State
from services.store import AuditRow, Store
from workflows.auditing import entry_of
from workflows.bulletins.posture import last_postures
from workflows.patching.items import PatchItems
from workflows.patching.records import Patch

_AUDIT_ROWS = 3
_AHEAD = timedelta(days=7)
_UNREAD = "Slack did not say who belongs to the approvers' group, so what waits for you may be among the others."


class Groups(Protocol):
    """See `services.slack.directory.Directory`."""

    def group_members(self, group_id: str, *, recheck: bool = False) -> frozenset[str]:
        """The user ids of a user group."""
        ...


class HomeDesk:
    """Reads the store. Who belongs to a group may be remembered: what counts is asked again at each click."""

    def __init__(self, store: Store, items: PatchItems, groups: Groups, alerts: Callable[[], Iterable[Item]]) -> None:
        self._store = store
        self._items = items
        self._groups = groups
        self._alerts = alerts

    def of(self, user_id: str, now: datetime) -> HomeFacts:
        """For one person; raises Upstream where the store does not answer."""
        unread: list[str] = []
        mine: list[Waiting] = []
        others: list[Waiting] = []
        for patch in self._items.records.patches(State.WAITING):
            theirs = self._may_approve(patch, user_id, unread)
            (mine if theirs else others).append(self._items.waiting(patch))
        return HomeFacts(
            at=now,
            mine=tuple(mine),
            others=tuple(others),
            people_needed=tuple(self._items.every(State.NEEDS_HUMAN)),
            running=tuple(self._items.every(State.RUNNING, State.ROLLING_BACK)),
            next=tuple(self._items.ahead(now + _AHEAD)),
            alerts=tuple(self._alerts()),
            audit=tuple(map(entry_of, self._newest_rows())),
            postures=last_postures(self._store),
            unread=tuple(dict.fromkeys(unread)),
        )

    def _may_approve(self, patch: Patch, user_id: str, unread: list[str]) -> bool:
        """Whether it waits for this person: named, not the one who asked, and not heard yet."""
        workflow = patch.workflow
        voted = {vote.user_id for vote in workflow.counted}
        if user_id == workflow.requested_by or user_id in voted:
            return False
        return any(each == user_id or self._holds(each, user_id, unread) for each in workflow.approvers)

    def _holds(self, group_id: str, user_id: str, unread: list[str]) -> bool:
        if not group_id.startswith("S"):
            return False
        try:
            return user_id in self._groups.group_members(group_id)
        except (NotFound, Upstream):
            unread.append(_UNREAD)
            return False

    def _newest_rows(self) -> list[AuditRow]:
        head = self._store.audit_head()
        rows = self._store.audit_rows(after=max(0, head.sequence - _AUDIT_ROWS)) if head else []
        return rows[::-1]
