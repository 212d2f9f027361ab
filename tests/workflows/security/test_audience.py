"""Everybody who waits for the same hears what is known so far."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from workflows.security.audience import Audiences


class AtOnce(Executor):
    """Does everything where it stands."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":  # noqa: ANN401
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def test_all_who_listen_hear_and_who_comes_later_hears_what_was_told() -> None:
    audiences, first, second = Audiences[str](AtOnce()), list[str](), list[str]()
    with audiences.listening("24h", first.append):
        audiences.tell("24h", "a part")
        with audiences.listening("24h", second.append):
            audiences.tell("24h", "more")
    assert (first, second) == (["a part", "more"], ["a part", "more"])


def test_nothing_is_remembered_once_nobody_listens() -> None:
    audiences, later = Audiences[str](AtOnce()), list[str]()
    with audiences.listening("24h", lambda _: None):
        audiences.tell("24h", "a part")
    audiences.tell("24h", "nobody hears this")
    with audiences.listening("24h", later.append):
        pass
    assert later == []
