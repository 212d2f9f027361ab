"""What the team's limits would have said of the past, before anybody is woken by them."""

from datetime import datetime

from core.gaps import Gap
from core.model import Model
from core.place import Place


class Passed(Model):
    """One time in which a limit was passed; `end` None: it still is. `worst` is the farthest value."""

    machine: str
    metric: str
    start: datetime
    end: datetime | None
    worst: float


class LimitTrial(Model):
    """One limit over the whole time: how many series it looks at, and every time it would have raised an alert.

    `unmeasured` counts series without a single value.
    """

    name: str
    limit: str
    severity: str
    series: int
    unmeasured: int
    passed: tuple[Passed, ...]


class ThresholdTrial(Model):
    """`would_alert` counts alerts of all limits; `usd_a_month` is what looking as often as the watches do costs."""

    limits: tuple[LimitTrial, ...]
    would_alert: int
    usd_a_month: float
    summary: str
    start: datetime
    end: datetime
    time_range: str
    partial: tuple[Gap, ...]
    place: Place
