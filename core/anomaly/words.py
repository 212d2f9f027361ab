"""An anomaly in words: one sentence with its numbers, and how sure it is."""

from core.anomaly.answer import Anomaly
from core.anomaly.evidence import RECORD_DAYS
from core.anomaly.sign import Description
from core.confidence import Confidence

_MINUTES_OF_AN_HOUR = 60
_RIPE_DAYS = 7.0
_AT_THE_LIMIT, _EACH_MORE, _SUREST = 0.4, 0.5, 0.95
_YOUNG_SHARE = 0.6
_MANY_TIMES = 2.0


def _number(value: float) -> str:
    return f"{value:.4g}"


def _span(span_s: float) -> str:
    minutes = round(span_s / 60)
    if minutes < _MINUTES_OF_AN_HOUR:
        return f"{minutes} minutes"
    hours = minutes // _MINUTES_OF_AN_HOUR
    return "hour" if hours == 1 else f"{hours} hours"


def _compared(seen: Description) -> str:
    if seen.expected > 0 and seen.observed >= _MANY_TIMES * seen.expected:
        return f"{seen.observed / seen.expected:.1f} times the {_number(seen.expected)} that was usual"
    return f"where {_number(seen.expected)} was usual"


def _days(days: float) -> str:
    whole = max(1, int(days))
    return "a day" if whole == 1 else f"{whole} days"


def _why(seen: Description, days: float) -> str:
    known = days if seen.record else min(days, RECORD_DAYS)
    extreme = f"{'highest' if seen.observed > seen.expected else 'lowest'} of {_days(known)}"
    if not seen.span_s:
        return f"{_number(seen.observed)}, {_compared(seen)} in the hours before; {extreme}"
    if seen.direction == "changed":
        between = f"between {_number(seen.lowest)} and {_number(seen.highest)}"
        return f"the last {_span(seen.span_s)} moved {between} in a way not seen in {_days(days)}"
    mean = f"{_number(seen.observed)} on average over the last {_span(seen.span_s)}"
    ever = extreme if seen.record else f"nothing like it in {_days(days)}"
    return f"{mean}, {_compared(seen)} in the day before; {ever}"


def _confidence(excess: float, together: int, days: float) -> Confidence:
    """Of signs just past their limit half are chance, and fewer the more they are past it or agree."""
    beyond = 1 - 1 / (excess * (1 + _EACH_MORE * (together - 1)))
    ripeness = _YOUNG_SHARE + (1 - _YOUNG_SHARE) * min(1.0, days / _RIPE_DAYS)
    value = (_AT_THE_LIMIT + (_SUREST - _AT_THE_LIMIT) * beyond) * ripeness
    far = "the first change at all" if excess == float("inf") else f"{excess:.1f} times its limit"
    agree = f", {together} signs agree" if together > 1 else ""
    return Confidence(value=round(value, 2), basis=f"{far}{agree}, {_days(days)} of history")


def told(seen: Description, excess: float, together: int, at: float, days: float) -> Anomaly:
    """The anomaly that begins with what was seen.

    Args:
        seen: What it looks like.
        excess: How many times its limit it is.
        together: How many signs were seen at once.
        at: When, in epoch seconds.
        days: How much history it was judged by.
    """
    return Anomaly(
        start=at,
        end=at,
        direction=seen.direction,
        size=seen.observed - seen.expected,
        expected=seen.expected,
        observed=seen.observed,
        confidence=_confidence(excess, together, days),
        why=_why(seen, days),
    )
