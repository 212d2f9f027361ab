"""What the judgement of a series says: unusual stretches, and the band of what was expected."""

from typing import Literal

from core.confidence import Confidence
from core.model import Model

Direction = Literal["high", "low", "changed"]


class Anomaly(Model):
    """An unusual stretch of a series, `start` to `end` in epoch seconds, described as it looked when it began.

    `size` is observed minus expected, in the series' unit; only `end` may grow when later points are known.
    """

    start: float
    end: float
    direction: Direction
    size: float
    expected: float
    observed: float
    confidence: Confidence
    why: str


class Band(Model):
    """What was expected at each of the given times, from its past alone; None while too little was known."""

    lower: tuple[float | None, ...]
    expected: tuple[float | None, ...]
    upper: tuple[float | None, ...]
