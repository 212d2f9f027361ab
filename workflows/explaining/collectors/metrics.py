"""CloudWatch's metrics of an alert's thing, around the time when it began."""

from datetime import timedelta

from core.causes.vital_signs import read_vital
from core.causes.vitals import Vital, metric_of, vitals_of
from services.aws.cloudwatch import CloudWatch
from workflows.explaining.case import Case, Gathered, unasked

_BEFORE = timedelta(hours=24)
_PERIOD_S = 300
_MOST_NAMED = 3
# Dimensions as CloudWatch spells them; labels of other senders are no dimensions.
_DIMENSIONS = frozenset(
    {
        "InstanceId", "AutoScalingGroupName", "LoadBalancer", "TargetGroup", "DBInstanceIdentifier", "ClusterName",
        "DBClusterIdentifier", "ServiceName", "FunctionName", "QueueName", "TableName", "TopicName", "path", "device",
        "fstype",
    }
)  # fmt: skip


class MetricCollector:
    """Reads the alarm's own metric and those that tell most about its thing."""

    about = "metrics around the onset"

    def __init__(self, cloudwatch: CloudWatch) -> None:
        self._cloudwatch = cloudwatch

    def collect(self, case: Case) -> Gathered:
        """What the values say, and pictures of them, the alarm's own first."""
        vitals = list(dict.fromkeys((*_own(case), *vitals_of(case.subject, case.alert.labels))))
        if not vitals:
            return unasked(self.about, "the alert names no thing in AWS whose metrics could be read")
        wanted = [metric_of(each) for each in vitals]
        start = min(case.alarmed_at, case.now) - _BEFORE
        readings = self._cloudwatch.read(wanted, start, case.now, _PERIOD_S)
        series = {each.metric: each for each in readings.series}
        component = next(iter(case.subject.named), case.alert.service or "it")
        read = [
            read_vital(vital, series[metric], case.alarmed_at, component)
            for vital, metric in zip(vitals, wanted, strict=True)
            if metric in series and series[metric].times
        ]
        return Gathered(
            evidence=tuple(fact for each in read for fact in each.evidence),
            gaps=readings.gaps,
            metrics=tuple(each.picture for each in read if each.picture),
        )


def _own(case: Case) -> list[Vital]:
    """The metrics of the alarm itself, where it is one of CloudWatch's."""
    alert = case.alert
    if not alert.namespace or ("/" not in alert.namespace and alert.namespace != "CWAgent"):
        return []
    dimensions = tuple(sorted((name, value) for name, value in alert.labels.items() if name in _DIMENSIONS))
    known = {(each.namespace, each.name) for each in vitals_of(case.subject, alert.labels)}
    return [
        Vital(alert.namespace, name, dimensions, name, "None", moves="alarmed_metric_rose")
        for name in alert.metrics[:_MOST_NAMED]
        if (alert.namespace, name) not in known
    ]
