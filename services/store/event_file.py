"""Opens the file of the event log; one that is damaged or of another version is begun anew: it can be read again."""

import logging
import sqlite3
from pathlib import Path

from sqlite_utils import Database

from services.store.event_rows import SHAPE
from services.store.event_tables import TABLES
from services.store.opening import attach, connect

_log = logging.getLogger(__name__)


class OtherShapeError(Exception):
    """The file was written by another version."""


def opened(path: Path) -> Database:
    """The file with its tables; in memory where the file cannot be used."""
    try:
        return _prepared(connect(path, synchronous="NORMAL"))
    except (sqlite3.OperationalError, OSError) as error:
        return _in_memory(path, error)
    except (sqlite3.DatabaseError, OtherShapeError) as error:
        return emptied(path, error)


def emptied(path: Path, error: Exception) -> Database:
    """The file begun anew, because of an error."""
    _log.warning("The event log %s cannot be read and starts empty: %s", path, error)
    try:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    except OSError as refusal:
        return _in_memory(path, refusal)
    return opened(path)


def _in_memory(path: Path, error: Exception) -> Database:
    _log.warning("The event log is kept in memory, as %s cannot be used: %s", path, error)
    return _prepared(attach(":memory:", synchronous="OFF"))


def _prepared(database: Database) -> Database:
    try:
        database.execute("PRAGMA journal_mode = WAL").fetchall()
        _check(database)
        for statement in TABLES:
            database.execute(statement)
        database.execute(f"PRAGMA user_version = {SHAPE}")
    except (sqlite3.Error, OtherShapeError):
        database.conn.close()
        raise
    return database


def _check(database: Database) -> None:
    (shape,) = database.execute("PRAGMA user_version").fetchone()
    if shape not in (0, SHAPE):
        raise OtherShapeError(f"its shape is {shape}, not {SHAPE}")
