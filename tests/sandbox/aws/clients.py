"""What the fixtures of this folder hand to a test."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import Any, Protocol

Json = dict[str, Any]
Faults = Callable[[Json], None]


class Boto(Protocol):
    """A boto3 client of any service."""

    def __getattr__(self, name: str) -> Callable[..., Any]: ...


class Clients(Protocol):
    """Makes clients, without retries unless told otherwise."""

    def __call__(self, service: str, region: str = "us-west-2", attempts: int = 1, timeout_s: float = 20) -> Boto: ...


class Control(Protocol):
    """Calls the control API."""

    def __call__(self, method: str, path: str, body: object = None) -> Json: ...


class Found(Protocol):
    """Findings that filters accept: each value is text to equal, or a whole filter."""

    def __call__(self, **criteria: list[Any]) -> list[Json]: ...


def until(probe: Callable[[], bool], within_s: float = 10, every_s: float = 0.01) -> None:
    """Ask again and again, as a client of AWS has to, until something is so."""
    end = monotonic() + within_s
    while not probe():
        assert monotonic() < end, "it did not become so in time"
        sleep(every_s)
