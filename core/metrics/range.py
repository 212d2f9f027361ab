"""How far back metrics are read, and how fine."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SHORTEST, LONGEST = timedelta(minutes=15), timedelta(days=63)
# What is shown is judged by what came before it.
HISTORY = timedelta(days=15)
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html: basic monitoring measures
# every 5 minutes, and CloudWatch keeps such values for 63 days. Periods grow so that no range has more than 1,512.
_PERIODS = ((timedelta(days=5), 300), (timedelta(days=15), 900), (LONGEST, 3600))
_MEASURED_S = 300
_FINE, FINE_S = timedelta(hours=3), 60


@dataclass(frozen=True, slots=True)
class Range:
    """What is read (`history` to `end`) and shown (`start` to `end`), in values of `period_s`."""

    history: datetime
    start: datetime
    end: datetime
    period_s: int

    @property
    def fine(self) -> bool:
        """Whether it is short enough to look at each minute, where there is a value for each."""
        return self.end - self.start <= _FINE

    @property
    def averaged(self) -> bool:
        """Whether a value stands for more than one measurement of basic monitoring."""
        return self.period_s > _MEASURED_S


def range_of(length: timedelta, now: datetime) -> Range:
    """The range that ended with the last whole period."""
    period_s = next(period for longest, period in _PERIODS if length <= longest)
    end = now - timedelta(seconds=now.timestamp() % period_s)
    start = end - length
    return Range(start - HISTORY, start, end, period_s)
