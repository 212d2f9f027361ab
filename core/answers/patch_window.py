"""When to patch one instance: windows ahead with little load, what is known of the load, and what could go wrong."""

from datetime import datetime
from typing import Literal

from core.confidence import Confidence
from core.conflicts import Conflict
from core.fleet import Instance
from core.gaps import Gap
from core.model import Model
from core.place import Place

Level = Literal["low", "medium", "high", "unknown"]


class ResourceLoad(Model):
    """One resource, in its own unit ("%", "MB/s"); a value is None where it is not known."""

    name: str
    unit: str
    expected: float | None = None
    now: float | None = None
    busiest: float | None = None
    quietest: float | None = None


class HourLoad(Model):
    """An hour of the week by the owner's clock ("Tue 14:00") and its expected load in percent of the usual peak."""

    hour: str
    load_pct: float


class RecommendedWindow(Model):
    """A window, best first in an answer.

    Loads are in percent of the usual peak of the resource that is nearest to its own. `local` is the time by the
    owner's clock in words; `of_now` and `of_busiest` are shares of the present load and of the busiest hour's, None
    where that is not known or zero. `weeks_pct` is what the same time had in earlier weeks, the last first.
    """

    start: datetime
    end: datetime
    local: str
    expected_load_pct: float
    high_load_pct: float
    of_now: float | None
    of_busiest: float | None
    weeks_pct: tuple[float, ...]
    resources: tuple[ResourceLoad, ...]
    confidence: Confidence
    conflicts: tuple[Conflict, ...]
    risks: tuple[str, ...]


class LoadAnalysis(Model):
    """What the windows rest on.

    `week_pct[day][hour]` is the expected load by the owner's clock from Monday, None where fewer than two weeks were
    measured. `trend_pct_per_week` is the growth of the level. `read` says whether CloudWatch told
    all that was asked, `enough` whether there were two weeks; without,
    `known_from` is when there will be if measuring goes on, and `hours_so_far` the quietest hours of the day so far.
    """

    enough: bool
    read: bool
    zone: str
    days: float
    missing: float
    rhythm: str
    now_load_pct: float | None
    trend_pct_per_week: float | None
    busiest: HourLoad | None
    quietest: HourLoad | None
    resources: tuple[ResourceLoad, ...]
    week_pct: tuple[tuple[float | None, ...], ...]
    known_from: datetime | None = None
    hours_so_far: tuple[str, ...] = ()


class RiskAssessment(Model):
    """What could go wrong in the best window, worst first, in words with numbers; `unknown` without a window."""

    level: Level
    risks: tuple[str, ...]


class PatchWindow(Model):
    """Windows within `days_ahead`, best first; none where too little is known or all is closed: `summary` says which.

    `conflicts` are all that lie ahead, `peers` the labels of machines that do the same work.
    """

    recommended_windows: tuple[RecommendedWindow, ...]
    load_analysis: LoadAnalysis
    risk_assessment: RiskAssessment
    summary: str
    instance: Instance
    days_ahead: int
    window_minutes: int
    conflicts: tuple[Conflict, ...]
    peers: tuple[str, ...]
    partial: tuple[Gap, ...]
    place: Place
