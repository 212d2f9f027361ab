"""Backends for the contract tests: each opens the same state again, here or in another process."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree

import pytest

from core.clock import SystemClock
from services.store import Store
from services.store.sqlite import SqliteStore

AUDIT_KEY = b"a fake key, for tests"


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def advance(self, **parts: float) -> None:
        self.moment += timedelta(**parts)


class SqliteBackend:
    """SQLite in one folder."""

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self._folder = folder
        self._clock = clock
        self._opened: list[Store] = []

    def open(self, audit_key: bytes | None = AUDIT_KEY) -> Store:
        key = None if audit_key is None else lambda: audit_key
        self._opened.append(SqliteStore.open(self._folder, self._clock, audit_key=key))
        return self._opened[-1]

    def process(self, script: str) -> "subprocess.Popen[str]":
        """Another process that runs a script with `store` open on the same state."""
        opening = (
            "from pathlib import Path\nfrom core.clock import SystemClock\n"
            "from services.store import *\nfrom core.errors import *\n"
            "from services.store.sqlite import SqliteStore\n"
            f"store = SqliteStore.open(Path({str(self._folder)!r}), SystemClock(), audit_key=lambda: {AUDIT_KEY!r})\n"
        )
        return python(opening + script)

    def close(self) -> None:
        for store in self._opened:
            store.close()


def python(script: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=[SqliteBackend])
def backend(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[SqliteBackend]:
    opened: SqliteBackend = request.param(tmp_path / "state", clock)
    yield opened
    opened.close()


@pytest.fixture
def store(backend: SqliteBackend) -> Store:
    return backend.open()


@pytest.fixture
def unprivileged_folder() -> Iterator[Path]:
    """A folder of an ordinary user, whom this process is for as long as the test runs: root may write anywhere."""
    root = os.geteuid() == 0
    folder = Path(tempfile.mkdtemp())
    if root:
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
    yield folder
    if root:
        os.seteuid(0)
    rmtree(folder)


@pytest.fixture
def open_sqlite(tmp_path: Path) -> Iterator[Callable[[], SqliteStore]]:
    """Opens the SQLite store of this test, and closes what was opened."""
    opened: list[SqliteStore] = []

    def opening() -> SqliteStore:
        opened.append(SqliteStore.open(tmp_path / "state", SystemClock(), audit_key=lambda: AUDIT_KEY, busy_s=0.05))
        return opened[-1]

    yield opening
    for store in opened:
        store.close()
