"""Publishes figures of our own as CloudWatch metrics, where alarms and dashboards of the account find them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.aws.session import Aws

NAMESPACE = "SREAssistant"
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """One value now; `unit` is CloudWatch's ("Count", "Seconds", "None")."""

    name: str
    value: float
    unit: str
    dimensions: Mapping[str, str] = field(default_factory=dict)


class MetricPublishing:
    """Writes to our own namespace alone."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def publish(self, figures: Sequence[Figure]) -> None:
        """Publish them all; raises Upstream where CloudWatch does not take them."""
        for begin in range(0, len(figures), _AT_ONCE):
            with self._aws.asking("cloudwatch", "PutMetricData"):
                self._aws.client("cloudwatch").put_metric_data(
                    Namespace=NAMESPACE,
                    MetricData=[
                        {
                            "MetricName": each.name,
                            "Value": each.value,
                            "Unit": each.unit,  # type: ignore[typeddict-item]  # one of CloudWatch's
                            "Dimensions": [{"Name": name, "Value": value} for name, value in each.dimensions.items()],
                        }
                        for each in figures[begin : begin + _AT_ONCE]
                    ],
                )
