"""What CloudWatch measured: which metrics an instance has, and their values over time."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.errors import Upstream
from core.gaps import Gap
from core.metrics import metric_of
from core.series import Metric, Series
from services.aws.cloudwatch_values import Values
from services.aws.crew import Crew
from services.aws.deadline import patience_s
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_cloudwatch.type_defs import (
        DimensionTypeDef,
        GetMetricDataInputTypeDef,
        GetMetricDataOutputTypeDef,
        ListMetricsInputTypeDef,
        ListMetricsOutputTypeDef,
        MetricDataQueryTypeDef,
    )

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
QUERIES = 500
_NAMED = 3
TOKEN = "NextToken"  # noqa: S105  the name of a field


@dataclass(frozen=True, slots=True)
class Readings:
    """A series for each metric that could be read, in the order asked; `gaps` name the others.

    A metric without any value is a series of None, and no gap. `metrics_read` is what CloudWatch charges for.
    """

    series: tuple[Series, ...]
    gaps: tuple[Gap, ...] = ()
    metrics_read: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """The metrics of an instance that had a value within the last two weeks, each with the statistic that fits it."""

    metrics: tuple[Metric, ...]


class CloudWatch:
    """Asks CloudWatch; large questions side by side on the threads of `crew`."""

    def __init__(self, aws: Aws, crew: Crew) -> None:
        self._aws = aws
        self._crew = crew

    def listed(self, instance_id: str) -> Listed:
        """Every metric with this InstanceId among its dimensions, of any namespace, ordered by name.

        Raises:
            Upstream: not the whole list could be read.
        """
        return self._listed({"Dimensions": [{"Name": "InstanceId", "Value": instance_id}]})

    def everywhere(self, namespace: str, name: str) -> Listed:
        """One metric of every machine that has it, each with its own dimensions.

        Raises:
            Upstream: not the whole list could be read.
        """
        return self._listed({"Namespace": namespace, "MetricName": name})

    def _listed(self, request: "ListMetricsInputTypeDef") -> Listed:
        def ask(token: str) -> "ListMetricsOutputTypeDef":
            with self._aws.asking("cloudwatch", "ListMetrics"):
                return self._aws.client("cloudwatch").list_metrics(**({**request, TOKEN: token} if token else request))

        found = {
            metric_of(wire["Namespace"], wire["MetricName"], _pairs(wire.get("Dimensions", [])))
            for page in every_page(ask, TOKEN)
            for wire in page.get("Metrics", [])
            if "Namespace" in wire and "MetricName" in wire
        }
        return Listed(tuple(sorted(found, key=lambda each: (each.namespace, each.name, each.dimensions))))

    def read(self, metrics: Sequence[Metric], start: datetime, end: datetime, period_s: int) -> Readings:
        """The values of each metric in the whole periods between `start` and `end`, both rounded down to the period.

        Periods begin at multiples of `period_s` since 1970, as CloudWatch's do. Nothing is raised: a metric that
        could not be read before the deadline is told by a gap.
        """
        wanted = list(dict.fromkeys(metrics))
        times = _times(start, end, period_s)
        if not (wanted and times):
            return Readings(tuple(Series(metric=each, period_s=period_s, times=(), values=()) for each in wanted))
        batches = [wanted[first : first + QUERIES] for first in range(0, len(wanted), QUERIES)]
        futures = [self._crew.submit(self._batch, batch, times, period_s) for batch in batches]
        wait(futures, timeout=patience_s())
        read = [_told(future, batch) for future, batch in zip(futures, batches, strict=True)]
        return Readings(
            tuple(series for each in read for series in each.series),
            tuple(gap for each in read for gap in each.gaps),
            sum(each.metrics_read for each in read),
        )

    def _batch(self, metrics: Sequence[Metric], times: Sequence[float], period_s: int) -> Readings:
        values = Values(times, period_s)
        error: Upstream | None = None
        try:
            for page in self._pages(metrics, times, period_s):
                values.take(page)
        except Upstream as failed:
            error = failed
        done = {metric: values.of(f"m{number}") for number, metric in enumerate(metrics)}
        unread = [metric for metric, told in done.items() if told is None]
        series = tuple(
            Series(metric=metric, period_s=period_s, times=tuple(times), values=told)
            for metric, told in done.items()
            if told is not None
        )
        gaps = _unread(unread, error or values.error).gaps if unread else ()
        return Readings(series, gaps, len(metrics) if values.pages else 0)

    def _pages(
        self, metrics: Sequence[Metric], times: Sequence[float], period_s: int
    ) -> "Iterator[GetMetricDataOutputTypeDef]":
        request: GetMetricDataInputTypeDef = {
            "MetricDataQueries": [_query(number, metric, period_s) for number, metric in enumerate(metrics)],
            "StartTime": datetime.fromtimestamp(times[0], UTC),
            "EndTime": datetime.fromtimestamp(times[-1] + period_s, UTC),
        }

        def ask(token: str) -> "GetMetricDataOutputTypeDef":
            with self._aws.asking("cloudwatch", "GetMetricData"):
                client = self._aws.client("cloudwatch")
                return client.get_metric_data(**({**request, TOKEN: token} if token else request))

        return every_page(ask, TOKEN)


def _query(number: int, metric: Metric, period_s: int) -> "MetricDataQueryTypeDef":
    # No Unit: CloudWatch would leave out what was reported in another one, without a word.
    return {
        "Id": f"m{number}",
        "MetricStat": {
            "Metric": {
                "Namespace": metric.namespace,
                "MetricName": metric.name,
                "Dimensions": [{"Name": name, "Value": value} for name, value in metric.dimensions],
            },
            "Period": period_s,
            "Stat": metric.statistic,
        },
    }


def _times(start: datetime, end: datetime, period_s: int) -> tuple[float, ...]:
    """The periods' beginnings; the period that `end` falls into is not over and left out: its sum would look small."""
    first, last = (int(moment.timestamp()) // period_s * period_s for moment in (start, end))
    return tuple(float(each) for each in range(first, last, period_s))


def _pairs(dimensions: "Sequence[DimensionTypeDef]") -> tuple[tuple[str, str], ...]:
    return tuple(sorted((each["Name"], each["Value"]) for each in dimensions))


def _told(future: Future[Readings], batch: Sequence[Metric]) -> Readings:
    late = Upstream.timed_out("GetMetricData")
    if not future.done():
        future.cancel()
        return _unread(batch, late)
    try:
        return future.result()
    except Upstream:  # its turn came too late: a batch that was begun tells its own errors
        return _unread(batch, late)


def _unread(metrics: Sequence[Metric], error: Upstream) -> Readings:
    names = sorted({each.name for each in metrics})
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    what = f"the values of {', '.join(names[:_NAMED])}{more}"
    return Readings((), (Gap(what=what, why=error.sentence, advice=error.advice),))
