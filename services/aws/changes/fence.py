"""The last look before a change leaves: who has lost the right to make it sends nothing.

A process may stand still for any time between a look at its lease and its request. So botocore looks once more when the
request is signed and about to go. What stands still even later than that is refused by AWS, which takes no request that
was signed more than five minutes ago; whoever takes over waits that long before anything is repeated.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Fence(Protocol):
    """What keeps an execution that others may have taken over from writing."""

    def check(self) -> None:
        """Raise Conflict where the execution has lost its right to go on."""
        ...

    def leaving(self) -> None:
        """The same when a request is about to leave."""
        ...


class NoFence:
    """For who needs no lease."""

    def check(self) -> None:
        """Nothing is looked at."""

    def leaving(self) -> None:
        """Nothing is looked at."""


class Emitter(Protocol):
    """The events of a session of botocore's."""

    def register_last(self, event_name: str, handler: Callable[..., None]) -> None:
        """Let `handler` be called after all others."""
        ...


_FENCE: ContextVar[Fence | None] = ContextVar("fence", default=None)


@contextmanager
def behind(fence: Fence) -> Iterator[None]:
    """Requests that are made inside leave only while the fence lets them."""
    token = _FENCE.set(fence)
    try:
        yield
    finally:
        _FENCE.reset(token)


def guard(events: Emitter) -> None:
    """Let clients that are made with a session look. Last, as other handlers may wait for their turn with AWS."""
    events.register_last("before-send", _look)


def _look(**_: object) -> None:
    fence = _FENCE.get()
    if fence is not None:
        fence.leaving()
