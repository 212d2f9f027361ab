"""One dashboard of CloudWatch for all machines: what they do, and which of our alarms fire."""

import json
from collections.abc import Sequence
from typing import Any

from core.fleet import Instance
from core.metrics.catalogue import AGENT, EC2

NAME = "SRE-Assistant"
_WIDTH, _HEIGHT = 12, 6
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html: 500 metrics in a widget.
_MOST = 500
_GRAPHS = (
    ("CPU", EC2, "CPUUtilization", "Average"),
    ("Status checks that fail", EC2, "StatusCheckFailed", "Maximum"),
    ("Network in", EC2, "NetworkIn", "Sum"),
    ("Network out", EC2, "NetworkOut", "Sum"),
)
# What the agent measures has dimensions that differ from machine to machine, so CloudWatch looks for them itself.
_SEARCHED = (
    ("Memory", f"SEARCH('{{{AGENT},InstanceId}} MetricName=\"mem_used_percent\"', 'Average', 300)"),
    ("Disk use", f"SEARCH('Namespace=\"{AGENT}\" MetricName=\"disk_used_percent\"', 'Average', 300)"),
)


def dashboard_body(instances: Sequence[Instance], region: str) -> str:
    """The JSON of the dashboard, the same for the same machines."""
    ordered = sorted(instances, key=lambda each: (each.label, each.instance_id))[:_MOST]
    graphs = [
        _graph(
            title,
            region,
            {
                "metrics": [
                    [namespace, name, "InstanceId", each.instance_id, {"label": each.label}] for each in ordered
                ],
                "stat": statistic,
                "period": 300,
            },
        )
        for title, namespace, name, statistic in _GRAPHS
    ]
    graphs += [_graph(title, region, {"metrics": [[{"expression": search}]]}) for title, search in _SEARCHED]
    widgets = [
        {"x": number % 2 * _WIDTH, "y": number // 2 * _HEIGHT, "width": _WIDTH, "height": _HEIGHT, **graph}
        for number, graph in enumerate(graphs)
    ]
    return json.dumps({"widgets": widgets}, ensure_ascii=False)


def _graph(title: str, region: str, properties: dict[str, Any]) -> dict[str, Any]:
    shown = {"title": title, "region": region, "view": "timeSeries", **properties}
    return {"type": "metric", "properties": shown}
