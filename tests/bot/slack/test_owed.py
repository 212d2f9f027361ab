"""Answers that are owed."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from bot.slack.asked import Asked
from bot.slack.owed import Owed
from bot.slack.reply import Reply
from core.actor import Actor, Door
from services.store.sqlite import SqliteStore
from tests.core.examples import StillClock

ASKED = Asked(Actor(Door.SLACK, "T1", "UANN", "C1"), "https://hooks.slack.com/commands/1", "")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore.open(tmp_path, StillClock())
    yield opened
    opened.close()


def promised(owed: Owed) -> str:
    reply = Reply(lambda _: None, StillClock(), edits=True, what="Looking")
    return owed.promise(ASKED, "get_help", {}, reply)


def keys(owed: Owed) -> list[str]:
    return [owing.key for owing in owed.take_left_over()]


class Stuck:
    """A ledger that never comes to write."""

    def write(self, _: object) -> Event:
        return Event()


def test_what_is_being_worked_on_is_not_taken_up(store: SqliteStore) -> None:
    owed = Owed(store, StillClock())
    promised(owed)
    assert keys(owed) == []


def test_a_settled_promise_is_not_taken_up_though_its_record_is_still_there(store: SqliteStore) -> None:
    owed = Owed(store, StillClock())
    key = promised(owed)
    owed._ledger = Stuck()  # type: ignore[assignment]
    owed.settle(key)
    assert store.get("owed", key)
    assert keys(owed) == []


def test_what_slack_did_not_take_is_taken_up_once_until_it_is_put_off_again(store: SqliteStore) -> None:
    owed = Owed(store, StillClock())
    key = promised(owed)
    owed.put_off(key)
    assert (keys(owed), keys(owed)) == ([key], [])
    owed.put_off(key)
    assert keys(owed) == [key]


def test_an_earlier_process_s_promise_is_taken_up_once_and_counts_as_another_try(store: SqliteStore) -> None:
    key = promised(Owed(store, StillClock()))
    successor = Owed(store, StillClock())
    [owing] = successor.take_left_over()
    assert (owing.key, owing.tries, owing.asked.response_url) == (key, 2, ASKED.response_url)
    assert keys(successor) == []


def test_nobody_can_answer_after_half_an_hour(store: SqliteStore) -> None:
    clock = StillClock()
    opened = Owed(store, clock)
    promised(opened)
    record = store.find("owed")[0]
    assert record.expires is not None
    assert (record.expires - clock.now()).total_seconds() == 1800
