"""The store: everything that outlives a request, behind one small interface that every backend keeps alike.

A record is a JSON document under (kind, key) with a version that grows by one at each change. Whoever changes a
record says which version it expects; of two that expect the same one, exactly one wins and the other gets
`core.errors.Conflict`. Nothing is ever locked, and there is no leader.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from core.actor import Actor
from core.audit import SealedRow

ABSENT = 0
"""The version to expect where no record may exist yet."""

MAX_CHANGES = 100
"""Puts, deletes and audit rows of one commit; DynamoDB's TransactWriteItems takes no more."""


@dataclass(frozen=True, slots=True)
class Record:
    """A stored document. `schema` is the version of the document's shape, `version` counts its changes.

    `created` and `updated` never repeat within one process, so that they order records by when they were written.
    """

    kind: str
    key: str
    doc: dict[str, Any]
    version: int
    state: str
    schema: int
    created: datetime
    updated: datetime
    due: datetime | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Put:
    """Write a document where `expect` is the stored version, ABSENT: none is stored, None: whatever is there.

    `due` is when somebody should look at it again, `expires` when it ceases to exist; both need a time zone.
    """

    kind: str
    key: str
    doc: Mapping[str, Any]
    expect: int | None
    state: str = ""
    due: datetime | None = None
    expires: datetime | None = None
    schema: int = 1

    def __post_init__(self) -> None:
        if any(moment is not None and moment.tzinfo is None for moment in (self.due, self.expires)):
            raise ValueError(f"{self.kind} {self.key}: due and expires need a time zone")


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove a record where `expect` is the stored version, None: whatever is there, if anything."""

    kind: str
    key: str
    expect: int | None


@dataclass(frozen=True, slots=True)
class Audit:
    """Something that happened and must stay known: who did what to which subject."""

    actor: Actor
    action: str
    subject: str
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A stored `entry`. `sequence` grows with every row; rows are never changed or removed."""

    sequence: int
    at: datetime
    entry: Audit


@dataclass(frozen=True, slots=True)
class Changes:
    """What one transaction does: all of it or nothing. No record may be named twice."""

    puts: tuple[Put, ...] = ()
    deletes: tuple[Delete, ...] = ()
    audits: tuple[Audit, ...] = ()

    def __post_init__(self) -> None:
        changes: tuple[Put | Delete, ...] = (*self.puts, *self.deletes)
        named = Counter((change.kind, change.key) for change in changes)
        if len(named) + len(self.audits) > MAX_CHANGES:
            raise ValueError(f"a commit takes at most {MAX_CHANGES} changes")
        if twice := [record for record, times in named.items() if times > 1]:
            raise ValueError(f"named twice in one commit: {twice}")


class Order(StrEnum):
    """How found records are ordered; DUE leaves out those that are never due."""

    OLDEST = "oldest"
    NEWEST = "newest"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Run:
    """The right to do `job` for `slot` until `lease_until`. `fence` is higher after each takeover."""

    job: str
    slot: datetime
    fence: int
    lease_until: datetime


class Store(Protocol):
    """What every backend does. Each method may raise `core.errors.Upstream` when the backend does not answer."""

    def get(self, kind: str, key: str) -> Record | None:
        """The record, None where there is none or it has expired."""
        ...

    def put(self, change: Put) -> int:
        """Write one document and return its new version.

        Raises:
            Conflict: the stored version is not the expected one.
        """
        ...

    def find(
        self,
        kind: str,
        *,
        state: str | None = None,
        due_before: datetime | None = None,
        limit: int = 100,
        order: Order = Order.OLDEST,
        after: Record | None = None,
    ) -> list[Record]:
        """At most `limit` records of a kind that have not expired; `after` continues behind a found one.

        Args:
            kind: The kind of record.
            state: Only those in this state; None: in any.
            due_before: Only those that are due at this moment or earlier.
            limit: How many at most.
            order: By when they were first written, or by when they are due.
            after: The last record of the page before, found in the same order.
        """
        ...

    def count(self, kind: str, *, state: str | None = None) -> int:
        """How many records of a kind, in a state, have not expired."""
        ...

    def commit(self, changes: Changes) -> tuple[int, ...]:
        """Do all changes in one transaction and return the new versions of the puts, in their order.

        Raises:
            Conflict: one of the expected versions is not the stored one; nothing at all has changed.
            Upstream: the audit log was sealed with another key; nothing at all has changed.
        """
        ...

    def audit_rows(self, *, subject: str | None = None, after: int = 0, limit: int = 100) -> list[AuditRow]:
        """Audit rows with a sequence above `after`, oldest first; `subject` None: about anything."""
        ...

    def audit_chain(self, *, after: int = 0, limit: int = 1000) -> list[SealedRow]:
        """The same rows as they were sealed, with a sequence above `after`, oldest first; see `core.audit`."""
        ...

    def audit_head(self) -> SealedRow | None:
        """The last row as it was sealed; None: nothing has been audited yet."""
        ...

    def claim_run(self, job: str, slot: datetime, lease_s: float) -> Run | None:
        """Claim a wall-clock slot of a job; None: somebody has done it, or is doing it and its lease holds."""
        ...

    def finish_run(self, run: Run, outcome: str) -> None:
        """Record that a claimed run ended.

        Raises:
            Conflict: the lease expired and somebody else has taken the run over.
        """
        ...

    def sweep(self) -> int:
        """Remove expired records for good and return how many; they are invisible before that already."""
        ...

    def close(self) -> None:
        """Let go of the backend."""
        ...
