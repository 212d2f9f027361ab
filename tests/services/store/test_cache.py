"""The cache: expiry and age, and every way to lose its file."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from services.store.cache import FILE, Cache, Cached

HOUR = timedelta(hours=1)
Opening = Callable[[Path], Cache]


class Movable(Protocol):
    def now(self) -> datetime: ...
    def monotonic(self) -> float: ...
    def advance(self, **parts: float) -> None: ...


@pytest.fixture
def opening(clock: Movable) -> Iterator[Opening]:
    opened: list[Cache] = []

    def at(folder: Path) -> Cache:
        opened.append(Cache(folder, clock))
        return opened[-1]

    yield at
    for cache in opened:
        cache.close()


def test_a_value_comes_back_with_its_age(tmp_path: Path, opening: Opening, clock: Movable) -> None:
    cache = opening(tmp_path)
    cache.put("coverage", {"i-1": ["é", 1, None]}, HOUR)
    clock.advance(seconds=90)
    assert cache.get("coverage") == Cached({"i-1": ["é", 1, None]}, 90.0)


def test_what_was_never_put_is_not_there(tmp_path: Path, opening: Opening) -> None:
    assert opening(tmp_path).get("coverage") is None


def test_a_value_that_is_too_old_is_not_there(tmp_path: Path, opening: Opening, clock: Movable) -> None:
    cache = opening(tmp_path)
    cache.put("coverage", 1, HOUR)
    clock.advance(hours=1)
    assert cache.get("coverage") is None


def test_a_later_value_takes_the_place_of_an_earlier_one(tmp_path: Path, opening: Opening, clock: Movable) -> None:
    cache = opening(tmp_path)
    cache.put("coverage", 1, HOUR)
    clock.advance(minutes=5)
    cache.put("coverage", 2, HOUR)
    assert cache.get("coverage") == Cached(2, 0.0)


def test_values_that_have_expired_make_room(tmp_path: Path, opening: Opening, clock: Movable) -> None:
    cache = opening(tmp_path)
    cache.put("old", 1, HOUR)
    clock.advance(hours=2)
    cache.put("new", 2, HOUR)
    assert cache._database.execute("SELECT key FROM cache").fetchall() == [("new",)]


def test_another_process_shares_the_values(tmp_path: Path, opening: Opening) -> None:
    opening(tmp_path).put("coverage", 1, HOUR)
    assert opening(tmp_path).get("coverage") == Cached(1, 0.0)


@pytest.mark.parametrize("damage", [b"\0" * 4096, b"garbage " * 600, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_starts_empty_and_says_so(
    tmp_path: Path, opening: Opening, caplog: pytest.LogCaptureFixture, damage: bytes
) -> None:
    (tmp_path / FILE).write_bytes(damage)
    cache = opening(tmp_path)
    assert cache.get("coverage") is None
    cache.put("coverage", 1, HOUR)
    assert opening(tmp_path).get("coverage") == Cached(1, 0.0)
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "starts empty" in caplog.text


def test_damage_that_shows_later_starts_empty_too(
    tmp_path: Path, opening: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    Cache.close(opening(tmp_path))
    cache = opening(tmp_path)
    (tmp_path / FILE).write_bytes(b"\0" * 8192)
    cache.put("coverage", 1, HOUR)
    cache.put("coverage", 2, HOUR)
    assert cache.get("coverage") == Cached(2, 0.0)
    assert "starts empty" in caplog.text


def test_a_folder_that_may_not_be_written_leaves_a_cache_in_memory(
    unprivileged_folder: Path, opening: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    unprivileged_folder.chmod(0o500)
    cache = opening(unprivileged_folder)
    cache.put("coverage", 1, HOUR)
    assert cache.get("coverage") == Cached(1, 0.0)
    assert "kept in memory" in caplog.text


def test_a_damaged_file_that_may_not_be_removed_leaves_a_cache_in_memory(
    unprivileged_folder: Path, opening: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    (unprivileged_folder / FILE).write_bytes(b"\0" * 4096)
    unprivileged_folder.chmod(0o500)
    cache = opening(unprivileged_folder)
    cache.put("coverage", 1, HOUR)
    assert cache.get("coverage") == Cached(1, 0.0)
    assert "kept in memory" in caplog.text


def test_a_locked_file_costs_the_value_and_nothing_else(
    tmp_path: Path, opening: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    cache = opening(tmp_path)
    cache._database.execute("PRAGMA busy_timeout = 10").fetchall()
    with closing(sqlite3.connect(tmp_path / FILE)) as other:
        other.execute("BEGIN IMMEDIATE")
        cache.put("coverage", 1, HOUR)
    assert cache.get("coverage") is None
    assert "could not be used" in caplog.text
