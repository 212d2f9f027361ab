"""The shape of the state file, one migration after the other; processes that start together take turns."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from sqlite_utils import Database, Migrations

from core.errors import Cause, Upstream

STATE = Migrations("state")
LOCK_WAIT_S = 5.0


@STATE()
def records_and_audit(db: Database) -> None:
    """Records under (kind, key), and the audit log that only grows."""
    db.table("records").create(
        {
            "kind": str,
            "key": str,
            "doc": str,
            "version": int,
            "state": str,
            "schema": int,
            "created": str,
            "updated": str,
            "due": str,
            "expires": str,
        },
        pk=("kind", "key"),
        not_null={"doc", "version", "state", "schema", "created", "updated"},
        strict=True,
    )
    db.table("records").create_index(["kind", "state", "created"])
    db.table("records").create_index(["kind", "state", "due"])
    db.table("records").create_index(["expires"])
    db.table("audit").create(
        {"sequence": int, "at": str, "actor": str, "action": str, "subject": str, "detail": str},
        pk="sequence",
        not_null={"at", "actor", "action", "subject", "detail"},
        strict=True,
    )
    db.table("audit").create_index(["subject", "sequence"])
    for change in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER audit_keeps_on_{change.lower()} BEFORE {change} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END"
        )


@STATE()
def sealed_audit(db: Database) -> None:
    """Each audit row bears a seal; rows from before, if there are any, bear none and are told as changed."""
    db.execute("ALTER TABLE audit ADD COLUMN seal TEXT NOT NULL DEFAULT ''")


def migrate(db: Database, path: Path, migrations: Migrations = STATE) -> None:
    """Bring a state file up to date, alone; refuse one that a newer program has written.

    Raises:
        Upstream: the file is newer than this program, or another process migrates it for too long.
    """
    if not _pending(db, path, migrations):
        return
    with _alone(path.parent):
        # WAL has to be set outside a transaction, and setting it does not wait for other processes.
        db.execute("PRAGMA journal_mode = WAL").fetchall()
        db.execute("BEGIN IMMEDIATE")
        with db.conn:
            migrations.apply(db)


def _pending(db: Database, path: Path, migrations: Migrations) -> bool:
    unknown = {done.name for done in migrations.applied(db)} - _names(migrations)
    if unknown:
        raise Upstream(
            f"The state file {path} was written by a newer version of this program ({', '.join(sorted(unknown))}).",
            cause=Cause.BROKEN,
            retryable=False,
            advice="Install that version, or point SRE_DATA_DIR at another folder. The file was not touched.",
        )
    return bool(migrations.pending(db))


def _names(migrations: Migrations) -> set[str]:
    return {migration.name for migration in migrations.pending(Database(memory=True, execute_plugins=False))}


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's own lock, which needs no file that could be left behind."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, folder)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    deadline = monotonic() + LOCK_WAIT_S
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() > deadline:
                break
            sleep(0.02)
        else:
            return
    raise Upstream(
        f"Another process has been preparing the state in {folder} for over {LOCK_WAIT_S:.0f} s.",
        cause=Cause.BROKEN,
        retryable=True,
        advice="Wait for it or end it, then start again.",
    )
