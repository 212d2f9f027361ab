"""Which series each limit of the team is about, and their newest values, in as few calls as possible."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.errors import Upstream
from core.fleet import Instance
from core.gaps import Gap
from core.metrics.catalogue import BASIC, EC2
from core.series import Metric, Series
from core.thresholds.rule import Named, Threshold
from services.aws.cloudwatch import Listed, Readings
from services.aws.ec2 import Fleet

PERIOD_S = 300
# An hour shows the longest usual limit and what came before it; what is unusual needs days to learn from.
_BACK, _BACK_UNUSUAL = timedelta(hours=1), timedelta(days=3)
# CloudWatch shows a value a few minutes after its period is over.
_LATE = timedelta(minutes=5)
_RUNNING = "running"


class Machines(Protocol):
    """See `services.aws.ec2.Ec2`."""

    def instances(self, instance_ids: Sequence[str] = ()) -> Fleet:
        """The instances, none named: all."""
        ...


class Measured(Protocol):
    """See `services.aws.cloudwatch.CloudWatch`."""

    def everywhere(self, namespace: str, name: str) -> Listed:
        """One metric of every machine."""
        ...

    def read(self, metrics: Sequence[Metric], start: datetime, end: datetime, period_s: int) -> Readings:
        """Values."""
        ...


@dataclass(frozen=True, slots=True)
class Watched:
    """One series that a limit is about; `series` is None where it could not be read."""

    rule: Threshold
    instance: Instance
    metric: Metric
    series: Series | None = None


@dataclass(frozen=True, slots=True)
class Measurement:
    """All of them at one moment. `gaps` name what could not be asked."""

    watched: tuple[Watched, ...]
    gaps: tuple[Gap, ...]


class Measuring:
    """Asks EC2 and CloudWatch for what some limits are about."""

    def __init__(self, machines: Machines, cloudwatch: Measured) -> None:
        self._machines = machines
        self._cloudwatch = cloudwatch

    def subjects(self, rules: Sequence[Threshold]) -> Measurement:
        """Which series there are, without their values.

        Raises:
            Upstream: the instances could not be asked for.
        """
        fleet = [each for each in self._machines.instances().instances if each.state == _RUNNING]
        listed, gaps = self._listed(named for rule in rules for named in rule.metrics)
        watched = tuple(
            Watched(rule, instance, metric)
            for rule in rules
            for instance in fleet
            if rule.tags.items() <= instance.tags.items()
            for named in rule.metrics
            for metric in _of(named, instance, listed)
        )
        return Measurement(watched, gaps)

    def look(self, rules: Sequence[Threshold], now: datetime) -> Measurement:
        """The same with as many values up to now as each limit needs; raises as `subjects`."""
        return self.read(self.subjects(rules), now, None)

    def read(
        self, subjects: Measurement, now: datetime, back: timedelta | None, period_s: int = PERIOD_S
    ) -> Measurement:
        """Series with their values up to now; `back` is how far, None: as far as each limit needs."""
        series: dict[tuple[Metric, bool], Series] = {}
        gaps = list(subjects.gaps)
        for unusual in (False, True):
            wanted = [each.metric for each in subjects.watched if each.rule.unusual is unusual]
            longest = max((each.rule.length for each in subjects.watched), default=timedelta()) + _BACK
            reach = back or (_BACK_UNUSUAL if unusual else longest)
            read = self._cloudwatch.read(wanted, now - _LATE - reach, now - _LATE, period_s)
            series |= {(each.metric, unusual): each for each in read.series}
            gaps += read.gaps
        watched = tuple(
            Watched(each.rule, each.instance, each.metric, series.get((each.metric, each.rule.unusual)))
            for each in subjects.watched
        )
        return Measurement(watched, tuple(dict.fromkeys(gaps)))

    def _listed(self, wanted: Iterable[Named]) -> tuple[Mapping[tuple[str, str], Sequence[Metric]], tuple[Gap, ...]]:
        listed: dict[tuple[str, str], Sequence[Metric]] = {}
        gaps = []
        for namespace, name in dict.fromkeys((each.namespace, each.name) for each in wanted):
            try:
                listed[namespace, name] = self._cloudwatch.everywhere(namespace, name).metrics
            except Upstream as error:
                gaps.append(Gap(what=f"which machines have {name}", why=error.sentence, advice=error.advice))
        return listed, tuple(gaps)


def _of(named: Named, instance: Instance, listed: Mapping[tuple[str, str], Sequence[Metric]]) -> Iterable[Metric]:
    """The metrics of one instance; what every machine has is looked at even where CloudWatch lists none of it."""
    own = ("InstanceId", instance.instance_id)
    found = [each for each in listed.get((named.namespace, named.name), ()) if own in each.dimensions]
    if not found and named.namespace == EC2 and named.name in BASIC:
        found = [Metric(namespace=EC2, name=named.name, dimensions=(own,), statistic=named.statistic)]
    return [each.model_copy(update={"statistic": named.statistic}) for each in found]
