"""Failed status checks: a fact, for which nobody needs to know what is usual."""

from core.anomaly import Anomaly
from core.confidence import Confidence
from core.series import Series

_FACT = Confidence(value=1, basis="EC2 itself reports it")


def failures(series: Series) -> list[Anomaly]:
    """The stretches in which a check failed, oldest first; a gap within one does not end it."""
    found: list[Anomaly] = []
    failing = False
    for time, value in zip(series.times, series.values, strict=True):
        if value and not failing:
            found.append(_failure(time, value))
        elif value:
            found[-1] = found[-1].model_copy(update={"end": time})
        failing = failing if value is None else bool(value)
    return found


def _failure(time: float, value: float) -> Anomaly:
    return Anomaly(
        start=time,
        end=time,
        direction="high",
        size=value,
        expected=0,
        observed=value,
        confidence=_FACT,
        why="A status check of EC2 failed",
    )
