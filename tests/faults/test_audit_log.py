"""An audit log that somebody has tampered with: `sre-agent audit verify` finds it out, as a process of its own."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from core.actor import Actor, Door
from core.clock import SystemClock
from services.store import Audit, Changes
from services.store.audit_heads import Heads
from services.store.audit_key import audit_key
from services.store.sqlite import FILE, SqliteStore
from tests.e2e.processes import command, environment
from tests.faults.waiting import LONG
from workflows.auditing import Auditing

NOWHERE = "http://127.0.0.1:9"
ROWS = 6
Tampering = Callable[[sqlite3.Connection], object]


def changed(log: sqlite3.Connection) -> object:
    return log.execute("UPDATE audit SET detail = replace(detail, 'p-3', 'p-9') WHERE sequence = 3")


def removed(log: sqlite3.Connection) -> object:
    return log.execute("DELETE FROM audit WHERE sequence = 3")


def inserted(log: sqlite3.Connection) -> object:
    log.execute("UPDATE audit SET sequence = sequence + 100 WHERE sequence > 3")
    log.execute("UPDATE audit SET sequence = sequence - 99 WHERE sequence > 100")
    return log.execute(
        "INSERT INTO audit SELECT 4, at, actor, action, 'w-9', detail, seal FROM audit WHERE sequence = 3"
    )


def cut_off(log: sqlite3.Connection) -> object:
    return log.execute("DELETE FROM audit WHERE sequence > 3")


def emptied(log: sqlite3.Connection) -> object:
    return log.execute("DELETE FROM audit")


TAMPERINGS = (changed, removed, inserted, cut_off, emptied)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state with rows of which the head is published, and the folder of the heads and the key beside it."""
    folder = tmp_path_factory.mktemp("audited")
    write(folder, partial(audit_key, "", folder / "state-audit"))
    return folder


def write(folder: Path, key: Callable[[], bytes]) -> None:
    """Decisions, sealed with a key, and the head of all."""
    with closing(SqliteStore.open(folder / "state", SystemClock(), audit_key=key)) as store:
        for number in range(ROWS):
            row = Audit(Actor(Door.SLACK, user_id="U1"), "approve", f"w-{number}", {"plan": f"p-{number + 1}"})
            store.commit(Changes(audits=(row,)))
        Auditing(store, key, Heads(folder / "state-audit"), SystemClock()).publish()


@pytest.fixture
def copy(kept: Path, tmp_path: Path) -> Path:
    shutil.copytree(kept, tmp_path / "copy")
    return tmp_path / "copy"


def tampered(folder: Path, tampering: Tampering) -> None:
    """As somebody who may write the file, and takes its guards away first."""
    with closing(sqlite3.connect(folder / "state" / FILE)) as log:
        triggers = log.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
        ).fetchall()
        for (name,) in triggers:
            log.execute(f"DROP TRIGGER {name}")
        tampering(log)
        log.commit()


def verified(folder: Path) -> tuple[bool, str]:
    """Whether it passes, and what is said."""
    told = command(environment(NOWHERE, NOWHERE, folder / "state"), "audit", "verify")
    return told.returncode == 0, told.stdout + told.stderr


def test_a_log_that_nobody_touched_passes(copy: Path) -> None:
    passes, told = verified(copy)
    assert passes, told
    assert "every seal holds" in told


@pytest.mark.parametrize("tampering", TAMPERINGS if LONG else TAMPERINGS[:1])
def test_whatever_is_done_to_its_rows_is_found(copy: Path, tampering: Tampering) -> None:
    tampered(copy, tampering)
    passes, told = verified(copy)
    assert not passes, told
    assert "not whole" in told


@pytest.mark.parametrize("key", [bytes(32), None] if LONG else [None])
def test_a_log_that_was_written_anew_is_found_with_another_key_and_with_its_own(copy: Path, key: bytes | None) -> None:
    heads = (copy / "state-audit").rename(copy / "kept")
    shutil.rmtree(copy / "state")
    forged = copy / "forged"
    write(forged, (lambda: key) if key else partial(audit_key, "", heads))
    (forged / "state").rename(copy / "state")
    heads.rename(copy / "state-audit")
    passes, told = verified(copy)
    assert not passes, told
    assert "not whole" in told
