"""Waiting for a file that another process has locked, without keeping the other threads of this one from it."""

import sqlite3
from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

from sqlite_utils import Database

T = TypeVar("T")
_AGAIN_S = 0.02
# The low byte is the primary result code: https://www.sqlite.org/rescode.html
_PRIMARY = 0xFF


def hurry(database: Database) -> None:
    """Let SQLite refuse at once where it would wait: it would wait with the connection in its hands."""
    database.execute("PRAGMA busy_timeout = 0").fetchall()


def when_free(attempt: Callable[[], T], patience_s: float) -> T:
    """What an attempt leads to, made again and again while others have locked the file.

    The time counts from the call, so that of many who wait none waits for the waiting of another.

    Raises:
        sqlite3.OperationalError: the file was locked all the time, or the attempt failed otherwise.
    """
    deadline = monotonic() + patience_s
    while True:
        try:
            return attempt()
        except sqlite3.OperationalError as error:
            if not is_locked(error) or monotonic() >= deadline:
                raise
        sleep(_AGAIN_S)


def is_locked(error: sqlite3.OperationalError) -> bool:
    """Whether somebody else holds what was asked for."""
    return result_code(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def result_code(error: sqlite3.OperationalError) -> int:
    """The primary result code that SQLite gave."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
