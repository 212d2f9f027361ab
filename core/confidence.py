"""How sure an answer is, and what that rests on, so that a reader can weigh a false positive."""

from typing import Literal

from pydantic import Field

from core.model import Model

_SURE, _LIKELY = 0.8, 0.5


class Confidence(Model):
    """`value` from 0 (a guess) to 1 (certain); `basis` says what it rests on, e.g. "4 weeks, 2 % missing"."""

    value: float = Field(ge=0, le=1)
    basis: str

    @property
    def word(self) -> Literal["high", "fair", "low"]:
        """For people: a number alone promises more precision than there is."""
        if self.value >= _SURE:
            return "high"
        return "fair" if self.value >= _LIKELY else "low"

    def __str__(self) -> str:
        return f"{self.word} ({self.value:.2f}): {self.basis}"
