"""The record of decisions: read, verified against what was published, and published."""

import logging
from collections import deque
from collections.abc import Callable, Iterator
from typing import Protocol

from core.answers.audit import AuditEntry, AuditLog
from core.audit import BEGINNING, Head, SealedRow, Verdict, verify
from core.clock import Clock
from core.errors import AssistantError
from core.gaps import Gap
from services.store import AuditRow, Store
from services.store.audit_heads import Heads

_log = logging.getLogger(__name__)
_PAGE = 1000


class Elsewhere(Protocol):
    """Heads that are kept where this process can add some and take none back."""

    @property
    def place(self) -> str:
        """Where that is, for people."""
        ...

    def publish(self, head: Head) -> None:
        """Add one; raises Upstream."""
        ...

    def published(self) -> list[Head]:
        """All of them; raises Upstream."""
        ...


class Auditing:
    """Reads the audit log of a store. `key` is asked for when seals are looked at; `elsewhere` None: only the file."""

    def __init__(
        self, store: Store, key: Callable[[], bytes], heads: Heads, clock: Clock, elsewhere: Elsewhere | None = None
    ) -> None:
        self._store = store
        self._key = key
        self._heads = heads
        self._clock = clock
        self._elsewhere = elsewhere

    def log(self, subject: str, limit: int) -> AuditLog:
        """The newest rows, and whether the whole chain is what it was.

        Raises:
            Upstream: the store, the key or the published heads cannot be read.
        """
        newest = deque(self._rows(subject), maxlen=limit + 1)
        rows = tuple(entry_of(row) for row in reversed(newest))[:limit]
        verdict = self.verify()
        return AuditLog(
            rows=rows,
            subject=subject,
            older=len(newest) > limit,
            summary=_summary(rows, subject, verdict),
            verdict=verdict,
            at=self._clock.now(),
        )

    def verify(self) -> Verdict:
        """Hold every row against its seal and against the published heads; raises Upstream as `log` does.

        Heads elsewhere that cannot be asked for are named in the verdict.
        """
        heads, unheld = self._heads.published(), tuple[Gap, ...]()
        if self._elsewhere:
            try:
                heads = [*heads, *self._elsewhere.published()]
            except AssistantError as error:
                what = f"the heads in {self._elsewhere.place}"
                unheld = (Gap(what=what, why=error.sentence, advice=error.advice),)
        distinct = {(head.count, head.seal): head for head in heads}
        return verify(self._key(), self._chain(), distinct.values()).model_copy(update={"unheld": unheld})

    def publish(self) -> Head:
        """Tell the head outside the store: in its file, in the process's log, and elsewhere where that is set up.

        Raises:
            Upstream: the file cannot be written, or it is not taken elsewhere.
        """
        head = self._head()
        _log.info("audit log: %d rows, head %s", head.count, head.seal or "none")
        self._heads.publish(head)
        if self._elsewhere:
            self._elsewhere.publish(head)
        return head

    def digest_line(self) -> str:
        """Today's line for the daily digest: people who keep their messages keep a head by that.

        Raises:
            Upstream: the store does not answer.
        """
        head = self._head()
        rows = "1 row" if head.count == 1 else f"{head.count:,} rows"
        return f"Audit log: {rows}, head {head.seal or 'none'} at {head.at:%Y-%m-%d %H:%M} UTC."

    def _head(self) -> Head:
        last = self._store.audit_head()
        return Head(count=last.sequence if last else 0, seal=last.seal if last else BEGINNING, at=self._clock.now())

    def _rows(self, subject: str) -> Iterator[AuditRow]:
        after = 0
        while page := self._store.audit_rows(subject=subject or None, after=after, limit=_PAGE):
            yield from page
            after = page[-1].sequence

    def _chain(self) -> Iterator[SealedRow]:
        after = 0
        while page := self._store.audit_chain(after=after, limit=_PAGE):
            yield from page
            after = page[-1].sequence


def entry_of(row: AuditRow) -> AuditEntry:
    """A stored row, as it is shown."""
    entry = row.entry
    return AuditEntry(
        sequence=row.sequence,
        at=row.at,
        door=entry.actor.door.value,
        user_id=entry.actor.user_id,
        action=entry.action,
        subject=entry.subject,
        detail=dict(entry.detail),
    )


def _summary(rows: tuple[AuditEntry, ...], subject: str, verdict: Verdict) -> str:
    about = f" about {subject}" if subject else ""
    if not verdict.whole:
        return f"The audit log is not whole: {verdict.problems[0].sentence}"
    if verdict.unheld:
        return f"Every seal of the audit log holds, but nobody could ask for {verdict.unheld[0].what}."
    if subject and not rows:
        return f"The audit log has nothing about {subject}; every seal holds."
    if not verdict.rows:
        return "The audit log is empty: nothing has been decided or changed yet."
    held = "1 audit row" if verdict.rows == 1 else f"{verdict.rows:,} audit rows"
    shown = f"The newest {len(rows):,} of " if 0 < len(rows) < verdict.rows else ""
    return f"{shown}{held}{about}; every seal holds."
