"""When a machine is least needed: the hours of the week, learnt from the weeks before, and the best of those ahead.

`best_windows` works on plain numbers; the pieces below it are used where conflicts and several resources matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

from core.confidence import Confidence
from core.windows.certainty import confidence
from core.windows.choice import Obstacle, choose
from core.windows.grid import STEP_S
from core.windows.outlook import learn


@dataclass(frozen=True, slots=True)
class Window:
    """A window in epoch seconds, with the mean load expected in it and the 95th percentile of the weeks before."""

    start: float
    end: float
    expected: float
    high: float
    confidence: Confidence


def best_windows(  # noqa: PLR0913  each argument but the first two has a usual value
    times: Sequence[float],
    values: Sequence[float | None],
    *,
    zone: str = "UTC",
    now: float | None = None,
    days_ahead: float = 7,
    minutes: int = 120,
    most: int = 3,
    obstacles: Sequence[Obstacle] = (),
) -> list[Window]:
    """The windows with the least expected load, the best first; empty with less than two weeks of data.

    Args:
        times: epoch seconds at which the periods of the values begin, in any order, up to three hours apart.
        values: the load in any unit, greater for busier; None and NaN are gaps, never zero.
        zone: the IANA zone by whose clock the load repeats.
        now: windows begin no earlier, and values after it are not looked at; the end of the series if not given.
        days_ahead: windows end within so many days.
        minutes: the length of a window; two hours hold a backup, the patches, a restart and a check.
        most: how many windows; they begin at least twelve hours apart, each on a full hour of that clock.
        obstacles: times to avoid.

    Raises:
        ValueError: there are not as many times as values.
        zoneinfo.ZoneInfoNotFoundError: there is no such zone.
    """
    if now is None:
        now = _end(times)
    outlook = learn(times, values, ZoneInfo(zone), now)
    if not outlook.enough:
        return []
    chosen = choose(outlook, days_ahead=days_ahead, minutes=minutes, most=most, obstacles=obstacles)
    return [Window(each.start, each.end, each.expected, each.high, confidence(outlook, each)) for each in chosen]


def _end(times: Sequence[float]) -> float:
    """One period after the last time."""
    ordered = sorted(set(times))
    periods = sorted(later - sooner for sooner, later in pairwise(ordered))
    return ordered[-1] + periods[len(periods) // 2] if periods else (ordered[0] + STEP_S if ordered else 0.0)
