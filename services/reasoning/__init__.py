"""Models that may word a report: one small interface, whoever's model it is."""

from dataclasses import dataclass
from typing import Protocol

from core.causes.wording import Wording


@dataclass(frozen=True, slots=True)
class Answered:
    """A model's wording, and the tokens that it took in and gave out."""

    wording: Wording
    tokens_in: int
    tokens_out: int


class Reasoner(Protocol):
    """A model. It is given text and gives a `Wording`; there is no tool in its reach."""

    @property
    def model(self) -> str:
        """Which model it is, as its vendor names it."""
        ...

    def word(self, instructions: str, digest: str) -> Answered:
        """Its answer to a digest.

        Raises:
            Upstream: it did not answer, or with something that is no wording.
        """
        ...
