"""Promises on disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.slack.ledger import Ledger
from core.errors import Cause, Upstream
from services.store import ABSENT, Changes, Delete, Put
from services.store.sqlite import SqliteStore
from tests.core.examples import StillClock


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore.open(tmp_path, StillClock())
    yield opened
    opened.close()


def promise(key: str) -> Put:
    return Put("owed", key, {"a": 1}, ABSENT)


def test_a_promise_is_on_disk_when_its_event_is_set(store: SqliteStore) -> None:
    ledger = Ledger(store)
    ledger.start()
    assert ledger.write(promise("a")).wait(5)
    assert store.get("owed", "a")


def test_what_waits_goes_into_one_transaction_and_what_was_settled_meanwhile_into_none(store: SqliteStore) -> None:
    ledger = Ledger(store)
    events = [ledger.write(promise(f"{number}")) for number in range(250)]
    events.append(ledger.write(Delete("owed", "7", expect=None)))
    ledger.start()
    assert ledger.flush(5)
    assert all(event.is_set() for event in events)
    assert (store.count("owed"), store.get("owed", "7")) == (249, None)


def test_a_settled_promise_is_gone(store: SqliteStore) -> None:
    ledger = Ledger(store)
    ledger.start()
    ledger.write(promise("a")).wait(5)
    ledger.write(Delete("owed", "a", expect=None))
    assert ledger.flush(5)
    assert store.get("owed", "a") is None


def test_a_store_that_fails_is_logged_and_holds_nobody_up(store: SqliteStore, caplog: pytest.LogCaptureFixture) -> None:
    def refuse(changes: Changes) -> tuple[int, ...]:
        raise Upstream(f"{len(changes.puts)} not written.", cause=Cause.BROKEN, retryable=True)

    store.commit = refuse  # type: ignore[method-assign]
    ledger = Ledger(store)
    ledger.start()
    assert ledger.write(promise("a")).wait(5)
    assert "could not be noted" in caplog.text
