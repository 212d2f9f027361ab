"""What is particular to the SQLite file: its modes, its faults, and several processes on it."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from core.actor import Actor, Door
from core.clock import SystemClock
from core.errors import Cause, Upstream
from services.store import Audit, Changes, Put
from services.store.sqlite import FILE, SqliteStore

Opening = Callable[[], SqliteStore]


def refusal(folder: Path) -> Upstream:
    with pytest.raises(Upstream) as caught:
        SqliteStore.open(folder, SystemClock())
    return caught.value


def put(store: SqliteStore, size: int = 1) -> int:
    return store.put(Put("plan", "p1", {"text": "x" * size}, expect=None))


@pytest.fixture
def file(tmp_path: Path, open_sqlite: Opening) -> Path:
    """A state file with a record in it, which nobody has open."""
    store = open_sqlite()
    put(store)
    store.close()
    return tmp_path / "state" / FILE


def test_folder_and_file_belong_to_their_owner_alone(tmp_path: Path, open_sqlite: Opening) -> None:
    put(open_sqlite())
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "state").iterdir()}
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
    assert modes == {FILE: 0o600, FILE + "-wal": 0o600, FILE + "-shm": 0o600}


def test_every_commit_is_on_disk_before_it_returns(open_sqlite: Opening) -> None:
    database = open_sqlite()._database
    assert database.execute("PRAGMA synchronous").fetchone() == (2,)
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_audit_rows_cannot_be_changed_or_removed(open_sqlite: Opening) -> None:
    store = open_sqlite()
    store.commit(Changes(audits=(Audit(Actor(Door.CLI), "did", "p1"),)))
    for statement in ("UPDATE audit SET action = 'undid'", "DELETE FROM audit"):
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            store._database.execute(statement)
    assert [row.entry.action for row in store.audit_rows()] == ["did"]


@pytest.mark.parametrize("start", [b"\0" * 100, b"not a database, honestly " * 10])
def test_a_file_with_a_damaged_header_is_refused_and_kept(file: Path, start: bytes) -> None:
    damaged = start + file.read_bytes()[len(start) :]
    file.write_bytes(damaged)
    error = refusal(file.parent)
    assert str(file) in error.sentence
    assert "damaged" in error.sentence
    assert (error.retryable, error.cause) == (False, Cause.BROKEN)
    assert file.read_bytes() == damaged


def test_a_file_with_damaged_pages_is_refused_and_kept(file: Path) -> None:
    damaged = file.read_bytes()[:100] + b"\xff" * 20_000
    file.write_bytes(damaged)
    assert "damaged" in refusal(file.parent).sentence
    assert file.read_bytes() == damaged


def test_a_file_of_a_newer_program_is_refused_and_kept(file: Path) -> None:
    with closing(sqlite3.connect(file)) as newer, newer:
        newer.execute("INSERT INTO _sqlite_migrations VALUES (99, 'state', 'from_the_future', '2030')")
    before = file.read_bytes()
    error = refusal(file.parent)
    assert "newer version" in error.sentence
    assert "from_the_future" in error.sentence
    assert file.read_bytes() == before


def test_missing_folders_are_created(tmp_path: Path) -> None:
    SqliteStore.open(tmp_path / "missing" / "state", SystemClock()).close()
    assert (tmp_path / "missing" / "state").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_may_not_be_created_is_refused(unprivileged_folder: Path) -> None:
    unprivileged_folder.chmod(0o500)
    error = refusal(unprivileged_folder / "missing" / "state")
    assert "cannot be created" in error.sentence
    assert "SRE_DATA_DIR" in error.advice
    assert not error.retryable


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    assert "cannot be created" in refusal(tmp_path / "state").sentence


def test_a_folder_that_may_not_be_written_is_refused(unprivileged_folder: Path) -> None:
    unprivileged_folder.chmod(0o500)
    error = refusal(unprivileged_folder)
    assert "not writable" in error.sentence
    assert (error.retryable, error.cause) == (False, Cause.DENIED)
    assert list(unprivileged_folder.iterdir()) == []


@pytest.mark.parametrize("mode", [0o400, 0o000])
def test_a_file_that_may_not_be_written_is_refused(unprivileged_folder: Path, mode: int) -> None:
    SqliteStore.open(unprivileged_folder, SystemClock()).close()
    (unprivileged_folder / FILE).chmod(mode)
    error = refusal(unprivileged_folder)
    assert "Permission denied" in error.sentence
    assert not error.retryable


def test_a_lock_that_another_process_holds_too_long_can_be_tried_again(open_sqlite: Opening) -> None:
    ours, other = open_sqlite(), open_sqlite()
    other._database.execute("BEGIN IMMEDIATE")
    with pytest.raises(Upstream, match="locked by another process") as caught:
        put(ours)
    assert caught.value.retryable
    other._database.rollback()
    assert put(ours) == 1


def test_what_waits_for_another_process_keeps_nobody_from_reading(tmp_path: Path, open_sqlite: Opening) -> None:
    other = open_sqlite()
    with closing(SqliteStore.open(tmp_path / "state", SystemClock(), busy_s=60)) as ours, ThreadPoolExecutor() as pool:
        other._database.execute("BEGIN IMMEDIATE")
        waiting = [pool.submit(put, ours) for _ in range(3)]
        assert pool.submit(ours.count, "plan").result(20) == 0
        assert not any(each.done() for each in waiting)
        other._database.rollback()
        assert sorted(each.result(20) for each in waiting) == [1, 2, 3]


def test_a_full_disk_loses_nothing_that_was_stored(open_sqlite: Opening) -> None:
    store = open_sqlite()
    put(store)
    pages = store._database.execute("PRAGMA page_count").fetchone()[0]
    store._database.execute(f"PRAGMA max_page_count = {pages}").fetchall()
    with pytest.raises(Upstream, match="disk is full") as caught:
        put(store, size=1_000_000)
    assert caught.value.retryable
    assert (record := store.get("plan", "p1")) is not None
    assert record.doc == {"text": "x"}


def test_damage_that_shows_later_is_said_in_one_sentence(open_sqlite: Opening, tmp_path: Path) -> None:
    store = open_sqlite()
    for number in range(100):
        store.put(Put("plan", str(number), {"text": "x" * 1000}, expect=0))
    store.close()
    path = tmp_path / "state" / FILE
    whole = path.read_bytes()
    path.write_bytes(whole[:36_864] + b"\xff" * (len(whole) - 36_864))
    with pytest.raises(Upstream, match="damaged"):
        open_sqlite().find("plan")
