"""Where work is told to whoever traces it; nobody does unless the settings name a collector."""

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class Tracer(Protocol):
    """Takes spans. Names and attributes are ours: never a text of an alert, a message or a secret."""

    def span(self, name: str, **attributes: str) -> AbstractContextManager[None]:
        """What happens inside belongs to this span; an error that leaves it is told by its name alone."""
        ...

    def called(self, service: str, operation: str, answer: str, began_ns: int) -> None:
        """One attempt to ask AWS is over; `began_ns` is when it began, in nanoseconds since 1970."""
        ...

    def stop(self) -> None:
        """Hand over what is left, within a second."""
        ...


class Untraced:
    """Nobody wants to know."""

    def span(self, name: str, **attributes: str) -> AbstractContextManager[None]:
        """Nothing is kept."""
        del name, attributes
        return nullcontext()

    def called(self, service: str, operation: str, answer: str, began_ns: int) -> None:
        """Nothing is kept."""

    def stop(self) -> None:
        """Nothing is left."""
