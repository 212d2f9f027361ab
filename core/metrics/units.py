"""Values in the unit that people read them in."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from core.anomaly import Band
from core.metrics.catalogue import is_check, per_second
from core.series import Series

FAILED = "failed"  # the unit of status checks
_WHOLE = 100.0
_STEP = 1000
_PREFIXES = ("", "k", "M", "G", "T")
_NO_DECIMALS, _ONE_DECIMAL = 100, 10


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and what CloudWatch's values are multiplied by to be in it."""

    word: str
    factor: float = 1


def unit_of(series: Series) -> Unit:
    """Per cent, or bytes per second with the prefix that its largest value needs, or a count.

    Counts of failed checks are `failed`, others are without a word or per second.
    """
    if series.metric.unit == "Percent":
        return Unit("%")
    if is_check(series.metric):
        return Unit(FAILED)
    per_s = 1 / series.period_s if per_second(series.metric) else 1.0
    word = {"Bytes": "B", "Seconds": "s", "Milliseconds": "ms"}.get(series.metric.unit, "")
    if word == "B":
        power = _power(abs(value) * per_s for value in series.values if value is not None)
        word, factor = f"{_PREFIXES[power]}B", per_s / _STEP**power
    else:
        factor = per_s
    return Unit(f"{word}/s" if per_second(series.metric) else word, factor)


def _power(values: Iterable[float]) -> int:
    largest, power = max(values, default=0.0), 0
    while largest >= _STEP and power < len(_PREFIXES) - 1:
        largest, power = largest / _STEP, power + 1
    return power


def possible(band: Band, series: Series) -> Band:
    """The band without what cannot be: less than nothing of what is never negative, or more than the whole."""
    lowest = 0.0 if all(value is None or value >= 0 for value in series.values) else -inf
    highest = _WHOLE if series.metric.unit == "Percent" else inf
    sides = (band.lower, band.expected, band.upper)
    lower, expected, upper = (_within(side, lowest, highest) for side in sides)
    return Band(lower=lower, expected=expected, upper=upper)


def _within(side: tuple[float | None, ...], lowest: float, highest: float) -> tuple[float | None, ...]:
    return tuple(None if value is None else rounded(min(max(value, lowest), highest)) for value in side)


def rounded(value: float) -> float:
    """To five digits, which is more than any of these metrics is measured to."""
    return float(f"{value:.5g}")


def brief(value: float | None) -> str:
    """The number alone, in no more than three digits where it is below a thousand; `-` for None."""
    if value is None:
        return "-"
    return said(value if abs(value) >= _STEP else float(f"{value:.3g}"), "")


def said(value: float | None, unit: str) -> str:
    """`42 %`, `3.46 MB/s`, `57`, `0.02`; `unknown` for None."""
    return "unknown" if value is None else f"{_number(value)} {unit}".rstrip()


def _number(value: float) -> str:
    """Two or three digits that tell something, thousands apart."""
    size = abs(value)
    if 0 < size < 1:
        return f"{value:.2g}"
    digits = 0 if size >= _NO_DECIMALS else 1 if size >= _ONE_DECIMAL else 2
    number = f"{value:,.{digits}f}"
    return number.rstrip("0").rstrip(".") if digits else number
