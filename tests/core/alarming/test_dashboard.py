"""The dashboard of all machines."""

import json

from core.alarming.dashboard import dashboard_body
from tests.core.examples import REGION, instance, instance_id


def test_it_shows_every_machine_by_its_name_and_is_the_same_for_the_same_machines() -> None:
    machines = [instance(2), instance(1)]
    body = dashboard_body(machines, REGION)
    assert body == dashboard_body(machines[::-1], REGION)
    first = json.loads(body)["widgets"][0]["properties"]
    assert first["metrics"] == [
        ["AWS/EC2", "CPUUtilization", "InstanceId", instance_id(1), {"label": "web-1"}],
        ["AWS/EC2", "CPUUtilization", "InstanceId", instance_id(2), {"label": "web-2"}],
    ]


def test_a_graph_holds_no_more_metrics_than_cloudwatch_takes() -> None:
    body = json.loads(dashboard_body([instance(number) for number in range(1, 700)], REGION))
    assert max(len(each["properties"]["metrics"]) for each in body["widgets"]) == 500
