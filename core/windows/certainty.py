"""How sure it is that a chosen window will be as quiet as expected."""

from math import isfinite, sqrt
from statistics import stdev
from typing import assert_never

from core.confidence import Confidence
from core.windows.choice import Choice
from core.windows.outlook import Outlook
from core.windows.weeks import FEWEST_WEEKS, Rhythm

_BY_WEEKS = {2: 0.7, 3: 0.85}
_ALL_WEEKS = 0.95
_LEAST_AGREEMENT = 0.05


def confidence(outlook: Outlook, choice: Choice) -> Confidence:
    """From the number of weeks, how much they differ in this window and altogether, and how much is missing."""
    seen = [week for week in choice.weeks if isfinite(week)]
    value = _BY_WEEKS.get(len(seen), _ALL_WEEKS) * (1 - outlook.missing / 2)
    value *= _in_window(outlook, choice, seen) * _between_weeks(outlook)
    return Confidence(value=round(min(1.0, max(0.0, value)), 2), basis=_basis(outlook, seen))


def _in_window(outlook: Outlook, choice: Choice, seen: list[float]) -> float:
    """1 where the weeks agree about this window; one half where they differ as much as it is below the usual load.

    Or, where the usual load is low itself, as much as a quarter of the way to the busiest hour.
    """
    if len(seen) < FEWEST_WEEKS:
        return 0.5
    spread = stdev(seen)
    gain = max(outlook.usual - choice.expected, outlook.reach / 4, abs(outlook.usual) / 10)
    return 1 / (1 + (spread / gain) ** 2) if gain > 0 else 1.0


def _between_weeks(outlook: Outlook) -> float:
    if outlook.flat:
        return 1.0
    agreed = sqrt(max(_LEAST_AGREEMENT, outlook.weeks.agreement))
    match outlook.weeks.rhythm:
        case Rhythm.STEADY | Rhythm.NONE:
            return agreed
        case Rhythm.MOVED:
            return agreed * 0.7
        case Rhythm.ODD:
            return agreed * 0.85
        case _:
            assert_never(outlook.weeks.rhythm)


def _basis(outlook: Outlook, seen: list[float]) -> str:
    parts = [f"{len(seen)} weeks", f"{outlook.missing:.0%} missing"]
    match outlook.weeks.rhythm:
        case _ if outlook.flat:
            parts.append("the load hardly depends on the hour")
        case Rhythm.STEADY:
            parts.append(f"the last week went like the others ({outlook.weeks.agreement:.0%} alike)")
        case Rhythm.MOVED:
            parts.append("the rhythm moved lately, so only the last days show it")
        case Rhythm.ODD:
            parts.append("the last week went unlike the others, which agree")
        case Rhythm.NONE:
            parts.append("the weeks are hardly alike")
        case _:
            assert_never(outlook.weeks.rhythm)
    return ", ".join(parts).replace("%", " %")
