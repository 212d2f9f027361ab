"""One resource of a machine as it was measured, with what is known of its week."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from core.answers.patch_window import ResourceLoad
from core.metrics import label_of
from core.metrics.units import unit_of
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
    """A metric in the words and the unit that people read it in."""
    unit, label = unit_of(series), label_of(series.metric)
    name = f"{label} peak" if series.metric.statistic == "Maximum" else label
    values = tuple(None if value is None else value * unit.factor for value in series.values)
    return Resource(name, unit.word, learn(series.times, values, zone, now_s))


def slots_between(start_s: float, end_s: float, zone: ZoneInfo) -> Ints:
    """The quarter hours of the week that a time touches by the owner's clock."""
    steps = np.arange(int(start_s // STEP_S), int(-(-end_s // STEP_S)), dtype=np.int64)
    return slots_of(wall_steps(steps, zone))


def _mean(values: Floats) -> float | None:
    return float(values.mean()) if len(values) and np.isfinite(values).all() else None
