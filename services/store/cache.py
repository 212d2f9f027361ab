"""Answers kept for a while in a file of their own, which may be lost at any time."""

import json
import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any

from sqlite_utils import Database

from core.clock import Clock
from services.store.opening import attach, connect
from services.store.rows import Row, written

FILE = "cache.db"
BUSY_S = 0.5
"""An answer that takes longer to remember than this is asked for again instead."""

GET = "SELECT value, stored FROM cache WHERE key = :key AND expires > :now"
PUT = "INSERT OR REPLACE INTO cache (key, value, stored, expires) VALUES (:key, :value, :now, :expires)"
SWEEP = "DELETE FROM cache WHERE expires <= :now"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cached:
    """A kept answer and how old it is, in seconds."""

    value: Any
    age_s: float


class Cache:
    """JSON values by key in `cache.db`. It never raises for its file: a lost value is only asked for again."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._path = folder / FILE
        self._clock = clock
        self._lock = RLock()
        self._database = self._open()

    def get(self, key: str) -> Cached | None:
        """The value kept under a key, None where there is none or it is too old."""
        now = self._clock.now()
        rows = self._guarded(lambda: list(self._database.query(GET, {"key": key, "now": written(now)})))
        if not rows:
            return None
        age = now - datetime.fromisoformat(rows[0]["stored"])
        return Cached(json.loads(rows[0]["value"]), age.total_seconds())

    def put(self, key: str, value: object, keep: timedelta) -> None:
        """Keep a JSON value for so long; values that have expired make room."""
        now = self._clock.now()
        row = {"key": key, "value": json.dumps(value), "now": written(now), "expires": written(now + keep)}
        self._guarded(lambda: self._store(row))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._database.conn.close()

    def _store(self, row: dict[str, str | None]) -> list[Row]:
        with self._database.atomic():
            self._database.execute(SWEEP, {"now": row["now"]})
            self._database.execute(PUT, row)
        return []

    def _guarded(self, work: Callable[[], list[Row]]) -> list[Row]:
        with self._lock:
            try:
                return work()
            except sqlite3.OperationalError as error:
                _log.warning("The cache %s could not be used: %s", self._path, error)
            except sqlite3.ProgrammingError:
                raise  # used after it was closed: ours, not the file's
            except sqlite3.DatabaseError as error:
                self._database.conn.close()
                self._database = self._emptied(error)
            return []

    def _open(self) -> Database:
        try:
            return _prepared(connect(self._path, synchronous="NORMAL", busy_s=BUSY_S))
        except (sqlite3.OperationalError, OSError) as error:
            return self._in_memory(error)
        except sqlite3.DatabaseError as error:
            return self._emptied(error)

    def _emptied(self, error: sqlite3.DatabaseError) -> Database:
        _log.warning("The cache %s is damaged and starts empty: %s", self._path, error)
        try:
            for suffix in ("", "-wal", "-shm"):
                self._path.with_name(FILE + suffix).unlink(missing_ok=True)
        except OSError as refusal:
            return self._in_memory(refusal)
        return self._open()

    def _in_memory(self, error: Exception) -> Database:
        _log.warning("The cache is kept in memory, as %s cannot be used: %s", self._path, error)
        return _prepared(attach(":memory:", synchronous="OFF"))


def _prepared(database: Database) -> Database:
    try:
        database.execute("PRAGMA journal_mode = WAL").fetchall()
        database.execute(
            "CREATE TABLE IF NOT EXISTS cache "
            "(key TEXT PRIMARY KEY, value TEXT NOT NULL, stored TEXT NOT NULL, expires TEXT NOT NULL) STRICT"
        )
        database.execute("CREATE INDEX IF NOT EXISTS cache_expires ON cache (expires)")
    except sqlite3.Error:
        database.conn.close()
        raise
    return database
