"""Migrations of the state file."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from core.errors import Upstream
from services.store.migrations import STATE, migrate
from services.store.opening import connect

OPEN = """
import sys
from pathlib import Path
from core.clock import SystemClock
from services.store import Put
from services.store.sqlite import SqliteStore
input()
store = SqliteStore.open(Path(sys.argv[1]), SystemClock())
print(store.put(Put("plan", sys.argv[2], {}, expect=0)))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    opened = connect(path, synchronous="FULL")
    yield opened
    opened.conn.close()


def starting(folder: Path, number: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", OPEN, str(folder), str(number)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_processes_that_start_together_all_succeed(tmp_path: Path) -> None:
    processes = [starting(tmp_path / "state", number) for number in range(4)]
    assert [process.communicate("go\n", timeout=20)[0] for process in processes] == ["1\n"] * 4


def test_a_file_that_is_up_to_date_is_not_written(path: Path, database: Database) -> None:
    migrate(database, path)
    before = database.execute("PRAGMA data_version").fetchone(), database.conn.total_changes
    migrate(database, path)
    assert (database.execute("PRAGMA data_version").fetchone(), database.conn.total_changes) == before


def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path, database: Database) -> None:
    failing = Migrations("state")

    @failing()
    def half(db: Database) -> None:
        db.table("half").create({"id": int})
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        migrate(database, path, failing)
    assert not database.table("half").exists()
    migrate(database, path)
    assert database.table("records").exists()


def test_a_later_migration_keeps_what_is_stored(path: Path, database: Database) -> None:
    migrate(database, path)
    database.execute("INSERT INTO audit (at, actor, action, subject, detail) VALUES ('', '', 'did', '', '')")
    later = Migrations("state")
    for known in STATE.pending(Database(memory=True)):
        later(name=known.name)(known.fn)

    @later()
    def with_digest(db: Database) -> None:
        db.table("audit").add_column("digest", str)

    migrate(database, path, later)
    assert list(database.query("SELECT action, digest FROM audit")) == [{"action": "did", "digest": None}]


def test_waiting_for_another_process_ends(path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.store.migrations.LOCK_WAIT_S", 0.0)
    holder = os.open(path.parent, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    with pytest.raises(Upstream, match="Another process") as caught:
        migrate(database, path)
    os.close(holder)
    assert caught.value.retryable
    migrate(database, path)
