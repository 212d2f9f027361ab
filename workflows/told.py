"""What came of one of several questions that were asked side by side: an answer, or the hole that it leaves."""

from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.errors import AssistantError, NotFound
from core.gaps import Gap

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Told(Generic[T]):
    """The answer to one question, None when there is none; `gaps` then says what is missing and why."""

    answer: T | None
    gaps: tuple[Gap, ...] = ()


def told(future: Future[T], what: str) -> Told[T]:
    """What a question has brought by now; `what` names it for the gap."""
    if not future.done():
        why = "AWS had not answered when the time was up."
        return Told(None, (Gap(what=what, why=why, advice="Ask again in a minute."),))
    try:
        return Told(future.result())
    except AssistantError as error:
        return Told(None, (Gap(what=what, why=error.sentence, advice=error.advice),))


def absent_gap(error: NotFound) -> Gap:
    """One of several instances that were asked for does not exist."""
    return Gap(what="an instance that was asked for", why=error.sentence, advice=error.advice)
