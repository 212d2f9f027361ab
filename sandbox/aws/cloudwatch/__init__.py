"""Amazon CloudWatch: metrics computed when asked for; dashboards, PutMetricData and PutMetricAlarm stay moto's.

AWS/EC2 and CWAgent are closed formulas of instance, metric and time (`levels`), told by role and by the stories of
`sandbox/aws/seed/metrics.toml`, which also says which machine carries which. Every other namespace is what
PutMetricData has stored in moto, under the same rules; what it stores into those two is not read.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.cloudwatch.alarm_history import describe_alarm_history
from sandbox.aws.cloudwatch.describe_alarms import describe_alarms
from sandbox.aws.cloudwatch.get_metric_data import get_metric_data
from sandbox.aws.cloudwatch.get_metric_statistics import get_metric_statistics
from sandbox.aws.cloudwatch.list_metrics import list_metrics

CLOUDWATCH: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {
    "DescribeAlarmHistory": describe_alarm_history,
    "DescribeAlarms": describe_alarms,
    "GetMetricData": get_metric_data,
    "GetMetricStatistics": get_metric_statistics,
    "ListMetrics": list_metrics,
}
