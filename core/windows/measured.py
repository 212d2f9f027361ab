"""One resource of a machine as it was measured, with what is known of its week."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from core.answers.patch_window import ResourceLoad
from core.metrics import known
from core.series import Series
from core.windows.grid import STEP_S, Floats, Ints, wall_steps
from core.windows.outlook import Outlook, learn
from core.windows.weeks import slots_of


@dataclass(frozen=True, slots=True)
class Resource:
    """`name` and `unit` are for people; the outlook is in that unit."""

    name: str
    unit: str
    outlook: Outlook

    def at(self, slots: Ints | None = None) -> ResourceLoad:
        """Its figures, with the expected load in some quarter hours of the week."""
        expected = _mean(self.outlook.profile.expected[slots]) if slots is not None else None
        enough = self.outlook.enough
        return ResourceLoad(
            name=self.name,
            unit=self.unit,
            expected=expected,
            now=self.outlook.now_load,
            busiest=self.outlook.busiest if enough else None,
            quietest=self.outlook.quietest if enough else None,
        )

    def high(self, slots: Ints) -> float | None:
        """The most that any week had in these quarter hours; None where none was measured."""
        seen = self.outlook.weeks.raw[:, slots]
        return float(np.nanmax(seen)) if np.isfinite(seen).any() else None


def resource_of(series: Series, zone: ZoneInfo, now_s: float) -> Resource:
    """A metric's words from the catalogue; what is summed up over a period becomes a rate per second."""
    entry = known(series.metric)
    name = entry.words if entry else series.metric.name
    if series.metric.statistic != "Average" and not (entry and entry.per_second):
        name = f"{name} ({series.metric.statistic.lower()})"
    unit, values = series.metric.unit, series.values
    if entry and entry.per_second:
        unit, values = f"{entry.unit}/Second", _per_second(series.values, series.period_s)
    return Resource(name, unit, learn(series.times, values, zone, now_s))


def slots_between(start_s: float, end_s: float, zone: ZoneInfo) -> Ints:
    """The quarter hours of the week that a time touches by the owner's clock."""
    steps = np.arange(int(start_s // STEP_S), int(-(-end_s // STEP_S)), dtype=np.int64)
    return slots_of(wall_steps(steps, zone))


def _per_second(values: Sequence[float | None], period_s: int) -> tuple[float | None, ...]:
    return tuple(None if value is None else value / period_s for value in values)


def _mean(values: Floats) -> float | None:
    return float(values.mean()) if len(values) and np.isfinite(values).all() else None
