"""The store in one SQLite file beside the process, for one machine; other processes may open the same file."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import RLock

from sqlite_utils import Database

from core.audit import SealedRow
from core.clock import Clock
from core.errors import Conflict
from services.store import Audit, AuditRow, Changes, Delete, Order, Put, Record, Run, runs, statements
from services.store.migrations import migrate
from services.store.opening import BUSY_S, connect, in_our_words, make_folder, refuse_foreign
from services.store.patience import hurry, when_free
from services.store.rows import Row, Stamps, audit_of, record_of, record_row, written
from services.store.sealing import AuditKey, sealed, sealed_row

FILE = "state.db"


class SqliteStore:
    """`services.store.Store` on SQLite: one connection for all threads, every commit on disk before it returns."""

    def __init__(
        self, database: Database, path: Path, clock: Clock, audit_key: AuditKey | None, patience_s: float = BUSY_S
    ) -> None:
        self._database = database
        self._patience_s = patience_s
        self._path = path
        self._clock = clock
        self._audit_key = audit_key
        self._lock = RLock()
        self._stamps = Stamps()

    @classmethod
    def open(
        cls, folder: Path, clock: Clock, *, audit_key: AuditKey | None = None, busy_s: float = BUSY_S
    ) -> "SqliteStore":
        """Open `state.db` in a folder, creating both where they are missing.

        Args:
            folder: The state folder.
            clock: Tells what has expired and dates what is written.
            audit_key: Gives the key that seals what is audited; a process without one cannot commit that.
            busy_s: How long anything waits for other processes; other threads work on meanwhile.

        Raises:
            Upstream: the folder or file cannot be used, is damaged, or newer than this program; it is left alone.
        """
        make_folder(folder)
        path = folder / FILE
        refuse_foreign(path)
        with in_our_words(path):
            database = connect(path, synchronous="FULL", busy_s=busy_s)
            try:
                migrate(database, path)
                hurry(database)
            except BaseException:
                database.conn.close()
                raise
        return cls(database, path, clock, audit_key, busy_s)

    def get(self, kind: str, key: str) -> Record | None:
        """See `Store.get`."""
        rows = self._rows(statements.GET, {"kind": kind, "key": key})
        return record_of(rows[0]) if rows else None

    def put(self, change: Put) -> int:
        """See `Store.put`."""
        return self.commit(Changes(puts=(change,)))[0]

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
        """See `Store.find`."""
        statement, parameters = statements.find(state, due_before, order, after)
        return [record_of(row) for row in self._rows(statement, {**parameters, "kind": kind, "limit": limit})]

    def count(self, kind: str, *, state: str | None = None) -> int:
        """See `Store.count`."""
        return int(self._rows(statements.COUNT, {"kind": kind, "state": state})[0]["found"])

    def commit(self, changes: Changes) -> tuple[int, ...]:
        """See `Store.commit`."""
        with self._transaction() as now:
            for delete in changes.deletes:
                self._delete(delete, now)
            versions = tuple(self._put(put, now) for put in changes.puts)
            if changes.audits:
                self._audit(changes.audits, now)
        return versions

    def audit_rows(self, *, subject: str | None = None, after: int = 0, limit: int = 100) -> list[AuditRow]:
        """See `Store.audit_rows`."""
        statement = statements.AUDIT_ROWS if subject is None else statements.AUDIT_ROWS_ABOUT
        rows = self._rows(statement, {"subject": subject, "after": after, "limit": limit})
        return [audit_of(row) for row in rows]

    def audit_chain(self, *, after: int = 0, limit: int = 1000) -> list[SealedRow]:
        """See `Store.audit_chain`."""
        return [sealed_row(row) for row in self._rows(statements.AUDIT_ROWS, {"after": after, "limit": limit})]

    def audit_head(self) -> SealedRow | None:
        """See `Store.audit_head`."""
        last = self._rows(statements.AUDIT_LAST, {"limit": 1})
        return sealed_row(last[0]) if last else None

    def claim_run(self, job: str, slot: datetime, lease_s: float) -> Run | None:
        """See `Store.claim_run`."""
        return runs.claim(self, self._clock, job, slot, lease_s)

    def finish_run(self, run: Run, outcome: str) -> None:
        """See `Store.finish_run`."""
        runs.finish(self, self._clock, run, outcome)

    def sweep(self) -> int:
        """See `Store.sweep`."""
        with self._transaction() as now:
            return self._database.execute(statements.SWEEP, {"now": now}).rowcount

    def close(self) -> None:
        """See `Store.close`."""
        with self._lock:
            self._database.conn.close()

    def _audit(self, entries: Iterable[Audit], now: str) -> None:
        last = list(self._database.query(statements.AUDIT_LAST, {"limit": 2}))
        for row in sealed(self._audit_key, last, entries, now):
            self._database.execute(statements.AUDIT, row)

    def _put(self, put: Put, now: str) -> int:
        columns = {**record_row(put), "now": now, "stamp": self._stamps.next(self._clock.now())}
        rows = self._database.execute(statements.PUT, columns).fetchall()
        if not rows:
            raise _stale(put)
        return int(rows[0][0])

    def _delete(self, delete: Delete, now: str) -> None:
        expected = {"kind": delete.kind, "key": delete.key, "expect": delete.expect, "now": now}
        removed = self._database.execute(statements.DELETE, expected).rowcount
        if not removed and delete.expect is not None:
            raise _stale(delete)

    def _rows(self, statement: str, parameters: statements.Parameters) -> list[Row]:
        def read() -> list[Row]:
            with self._lock:
                return list(self._database.query(statement, {**parameters, "now": written(self._clock.now())}))

        with in_our_words(self._path):
            return when_free(read, self._patience_s)

    @contextmanager
    def _transaction(self) -> Iterator[str]:
        """One transaction, given the present moment; it is rolled back where anything inside it fails."""
        with in_our_words(self._path):
            when_free(self._begin, self._patience_s)
            try:
                yield str(written(self._clock.now()))
                self._database.commit()
            except BaseException:
                self._database.rollback()
                raise
            finally:
                self._lock.release()

    def _begin(self) -> None:
        """Begin a transaction; the lock is kept by the thread that could."""
        self._lock.acquire()
        try:
            # IMMEDIATE: a transaction that reads before it writes is refused at once instead of waiting.
            self._database.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._lock.release()
            raise


def _stale(change: Put | Delete) -> Conflict:
    return Conflict(
        f"{change.kind} {change.key} has changed in the meantime.", advice="Look at it again before you decide."
    )
