"""Opening SQLite files: private to their owner, checked before SQLite may touch them, its errors in our words."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from core.errors import Cause, Upstream
from services.store.patience import is_locked, result_code

BUSY_S = 5.0
MAGIC = b"SQLite format 3\0"


def connect(path: Path, *, synchronous: str, busy_s: float = BUSY_S) -> Database:
    """Open a file, creating it where it is missing, with mode 0600. Raises sqlite3 and OS errors as they come."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    return attach(str(path), synchronous=synchronous, busy_s=busy_s)


def attach(name: str, *, synchronous: str, busy_s: float = BUSY_S) -> Database:
    """A connection that any thread may use, one at a time; `name` is SQLite's, such as ":memory:"."""
    # Autocommit: every transaction is begun by name, so that no statement can leave one open.
    connection = sqlite3.connect(name, timeout=busy_s, check_same_thread=False, isolation_level=None)
    try:
        database = Database(connection, execute_plugins=False, strict=True)
        database.execute(f"PRAGMA synchronous = {synchronous}")
    except sqlite3.Error:
        connection.close()
        raise
    return database


def make_folder(folder: Path) -> None:
    """Create a missing state folder, and those above it; the folder itself belongs to its owner alone.

    Raises:
        Upstream: it cannot be created, or files cannot be written in it.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(f"The state folder {folder} cannot be created: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
        raise _refused(f"The state folder {folder} is not writable.")


def refuse_foreign(path: Path) -> None:
    """Refuse a file that is not SQLite's, before SQLite sees it. A missing or empty one is fine.

    Raises:
        Upstream: the file is something else, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC))
    except FileNotFoundError:
        return
    except OSError as error:
        raise _refused(f"The state file {path} cannot be read: {error.strerror}.") from error
    if start not in {b"", MAGIC}:
        raise _damaged(path)


@contextmanager
def in_our_words(path: Path) -> Iterator[None]:
    """Turn SQLite's and the operating system's errors into `core.errors.Upstream`."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
        raise  # ours, not the file's: a closed store, a broken constraint
    except sqlite3.OperationalError as error:
        raise _operational(path, error) from error
    except sqlite3.DatabaseError as error:
        raise _damaged(path) from error
    except OSError as error:
        raise _refused(f"The state file {path} cannot be opened: {error.strerror}.") from error


def _operational(path: Path, error: sqlite3.OperationalError) -> Upstream:
    if is_locked(error):
        return _later(f"The state file {path} has been locked by another process for too long.", "Try again.")
    code = result_code(error)
    if code == sqlite3.SQLITE_FULL:
        return _later(f"The disk is full: the state file {path} cannot grow.", "Free some space.")
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return _refused(f"The state file {path} is read-only or cannot be opened.")
    return _later(f"The state file {path} could not be used: {error}.", "Look at its disk.")


def _later(sentence: str, advice: str) -> Upstream:
    return Upstream(sentence, cause=Cause.BROKEN, retryable=True, advice=advice)


def _refused(sentence: str) -> Upstream:
    advice = "Point SRE_DATA_DIR at a folder that this user can write to."
    return Upstream(sentence, cause=Cause.DENIED, retryable=False, advice=advice)


def _damaged(path: Path) -> Upstream:
    return Upstream(
        f"The state file {path} is damaged or no state file.",
        cause=Cause.BROKEN,
        retryable=False,
        advice="It was kept as it is: restore a backup, or move it away to start empty.",
    )
