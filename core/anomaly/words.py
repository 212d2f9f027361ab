"""An anomaly in words: one sentence with its numbers, and how sure it is."""

from core.anomaly.answer import Anomaly
from core.anomaly.sign import Sign
from core.confidence import Confidence

_MINUTES_OF_AN_HOUR = 60
_RIPE_DAYS = 7.0
_AT_THE_LIMIT, _SUREST = 0.5, 0.95
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


def _compared(sign: Sign) -> str:
    if sign.expected > 0 and sign.observed >= _MANY_TIMES * sign.expected:
        return f"{sign.observed / sign.expected:.1f} times the {_number(sign.expected)} that was usual"
    return f"where {_number(sign.expected)} was usual"


def _days(days: float) -> str:
    whole = max(1, int(days))
    return "a day" if whole == 1 else f"{whole} days"


def _why(sign: Sign, days: float) -> str:
    extreme = f"{'highest' if sign.observed > sign.expected else 'lowest'} of {_days(days)}"
    if not sign.span_s:
        return f"{_number(sign.observed)}, {_compared(sign)} in the hours before; {extreme}"
    if sign.direction == "changed":
        between = f"between {_number(sign.lowest)} and {_number(sign.highest)}"
        return f"the last {_span(sign.span_s)} moved {between} in a way not seen in {_days(days)}"
    mean = (
        f"{_number(sign.observed)} on average over the last {_span(sign.span_s)}, {_compared(sign)} in the day before"
    )
    return f"{mean}; {extreme if sign.record else f'nothing like it in {_days(days)}'}"


def _confidence(sign: Sign, days: float) -> Confidence:
    beyond = 1.0 if sign.excess == float("inf") else 1 - 1 / sign.excess
    ripeness = _YOUNG_SHARE + (1 - _YOUNG_SHARE) * min(1.0, days / _RIPE_DAYS)
    value = (_AT_THE_LIMIT + (_SUREST - _AT_THE_LIMIT) * beyond) * ripeness
    far = "the first change at all" if sign.excess == float("inf") else f"{sign.excess:.1f} times its limit"
    return Confidence(value=round(value, 2), basis=f"{far}, {_days(days)} of history")


def told(sign: Sign, at: float, days: float) -> Anomaly:
    """The anomaly that begins with this sign.

    Args:
        sign: What was seen.
        at: When, in epoch seconds.
        days: How much history it was judged by.
    """
    return Anomaly(
        start=at,
        end=at,
        direction=sign.direction,
        size=sign.observed - sign.expected,
        expected=sign.expected,
        observed=sign.observed,
        confidence=_confidence(sign, days),
        why=_why(sign, days),
    )
