"""Threads that know until when the work they are given is of use."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from typing import ParamSpec, TypeVar

from core.errors import Upstream
from services.aws.deadline import left_s, patience_s

P = ParamSpec("P")
Asked = TypeVar("Asked")
Told = TypeVar("Told")


class Crew(ThreadPoolExecutor):
    """Hands the deadline of whoever submits on to the work; what comes up too late is not begun.

    So a pool that a hanging endpoint has filled empties itself, instead of working off questions nobody waits for.
    """

    def submit(self, fn: Callable[P, Told], /, *args: P.args, **kwargs: P.kwargs) -> Future[Told]:
        """Run `fn` on a thread, with the deadline that holds here."""

        def run() -> Told:
            if not left_s():
                raise Upstream.timed_out("the next question")
            return fn(*args, **kwargs)

        return super().submit(copy_context().run, run)

    def answer(self, ask: Callable[[], Told], operation: str) -> Told:
        """What a question brings without which there is no answer; asked on a thread, as it may hang.

        Raises:
            Upstream: the deadline came first, or the question failed.
        """
        asked = self.submit(ask)
        wait([asked], timeout=patience_s())
        if not asked.done():
            raise Upstream.timed_out(operation)
        return asked.result()


def side_by_side(pool: Executor, ask: Callable[[Asked], Told], several: Iterable[Asked], operation: str) -> list[Told]:
    """The answers to several questions in order.

    Raises:
        Upstream: the deadline came before the last answer, or one of the questions failed.
    """
    questions = list(several)
    if len(questions) == 1:
        return [ask(questions[0])]  # on this thread, so that a thread of the pool may ask it too
    futures = [pool.submit(ask, each) for each in questions]
    _, late = wait(futures, timeout=patience_s())
    for future in late:
        future.cancel()
    if late:
        raise Upstream.timed_out(operation)
    return [future.result() for future in futures]
