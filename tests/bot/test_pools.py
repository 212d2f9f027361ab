"""Bounded pools."""

from collections.abc import Iterator
from threading import Event

import pytest

from bot.pools import Pool
from tests.eventually import until


@pytest.fixture
def go() -> Iterator[Event]:
    event = Event()
    yield event
    event.set()


def pool(per_key: int = 9) -> Pool:
    return Pool("small", workers=1, backlog=1, per_key=per_key)


def test_work_is_done() -> None:
    done, small = Event(), pool()
    assert small.submit("ann", done.set)
    assert done.wait(5)
    assert small.drain(5)


def test_what_does_not_fit_is_refused_at_once(go: Event) -> None:
    small = pool()
    assert [small.submit(user, until(go)) for user in ("ann", "bob", "cid")] == [True, True, False]
    assert small.load == (2, 2)
    go.set()
    assert small.drain(5)


def test_one_person_cannot_take_every_place(go: Event) -> None:
    small = pool(per_key=1)
    assert [small.submit(user, until(go)) for user in ("ann", "ann", "bob")] == [True, False, True]


def test_a_place_is_free_again_when_work_is_done_or_broke(caplog: pytest.LogCaptureFixture) -> None:
    small = Pool("small", workers=1, backlog=0, per_key=1)

    def broken() -> None:
        raise TimeoutError

    small.submit("ann", broken)
    small._executor.submit(lambda: None).result(5)
    assert small.load == (0, 1)
    assert "work in pool small failed: TimeoutError" in caplog.text
    assert small.submit("ann", lambda: None)


def test_draining_takes_nothing_more_and_says_whether_all_was_finished(go: Event) -> None:
    small = pool()
    small.submit("ann", until(go))
    assert not small.drain(0.01)
    assert not small.submit("bob", lambda: None)
    go.set()
