"""How one instance behaves: measured values, what is unusual in them, and where they are going."""

from datetime import datetime

from pydantic import Field

from core.anomaly.answer import Band, Direction
from core.changes import Change
from core.confidence import Confidence
from core.fleet import Instance
from core.gaps import Gap
from core.model import Model
from core.place import Place
from core.series import Metric

Values = tuple[float | None, ...]


class Measured(Model):
    """One metric over the range: a value in `unit` for each `period_s` from `start` on, None where there is none.

    `usual_low` to `usual_high` is what was to be expected at the time of `now`; all three are None without values or
    history. `maximum` may be more than any of `values`, which are averages. `band` has the same for every value, and
    is for pictures only.
    """

    label: str
    metric: Metric
    unit: str
    start: datetime
    period_s: int
    values: Values
    now: float | None
    now_at: datetime | None
    minimum: float | None
    average: float | None
    maximum: float | None
    usual: float | None
    usual_low: float | None
    usual_high: float | None
    band: Band = Field(exclude=True)

    @property
    def times(self) -> tuple[float, ...]:
        """The beginning of each value's period in epoch seconds."""
        first = self.start.timestamp()
        return tuple(first + number * self.period_s for number in range(len(self.values)))


class MetricAnomaly(Model):
    """An unusual stretch of one metric that reaches into the range, up to the `end` of its last period.

    `size` is observed minus expected, in `unit`.
    `after` is a change to the machine shortly before, in words, and "" where none is known.
    """

    label: str
    unit: str
    start: datetime
    end: datetime
    lasts: bool
    direction: Direction
    size: float
    expected: float
    observed: float
    confidence: Confidence
    why: str
    after: str = ""

    @property
    def failed_check(self) -> bool:
        """Whether this is a fact about status checks, and no judgement."""
        return self.unit == "failed"


class MetricTrend(Model):
    """Where one metric is going: growth per day, when something is full or used up, and against earlier weeks.

    `per_day` is None where no growth stands out; `full_at` where the metric is on no way to its limit (or has none),
    `ratio` to the same hours of `weeks` earlier weeks where those are not known. `words` says all of it.
    """

    label: str
    unit: str
    per_day: float | None
    full_at: datetime | None
    full_soonest: datetime | None
    full_latest: datetime | None
    difference: float | None
    ratio: float | None
    weeks: int
    confidence: Confidence
    words: str


class Metrics(Model):
    """Metrics in the order asked, anomalies worst first, trends nearest end first, changes newest first.

    `metrics_read` is how many CloudWatch charges for; `partial` says what is missing. `complete` means that nothing is
    missing from the metrics themselves, `changes_known` that no changes are.
    """

    metrics: tuple[Measured, ...]
    anomalies: tuple[MetricAnomaly, ...]
    trends: tuple[MetricTrend, ...]
    changes: tuple[Change, ...]
    summary: str
    instance: Instance
    asked_for: tuple[str, ...]
    time_range: str
    start: datetime
    end: datetime
    metrics_read: int
    complete: bool
    changes_known: bool = True
    partial: tuple[Gap, ...]
    place: Place
