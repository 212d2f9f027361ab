"""Our own metrics in CloudWatch."""

from services.aws.metric_publishing import Figure, MetricPublishing
from services.aws.session import Aws
from tests.services.aws.changes.changing import empty
from tests.services.aws.wire import Wire


def test_figures_go_to_our_own_namespace_a_thousand_at_a_time(aws: Aws, wire: Wire) -> None:
    wire.on("cloudwatch", "PutMetricData", empty)
    MetricPublishing(aws).publish([Figure("Findings", 4, "Count", {"Severity": "critical"})] * 1001)
    first, second = wire.asked
    assert (len(first["MetricData"]), len(second["MetricData"])) == (1000, 1)
    assert {each["Namespace"] for each in wire.asked} == {"SREAssistant"}
    assert first["MetricData"][0] == {
        "MetricName": "Findings",
        "Value": 4,
        "Unit": "Count",
        "Dimensions": [{"Name": "Severity", "Value": "critical"}],
    }
