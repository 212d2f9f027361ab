from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Json
from tests.sandbox.aws.cloudwatch.asking import BASTION, WEB_1, WEB_3


def metrics(cloudwatch: Boto, **filters: object) -> list[Json]:
    pages = cloudwatch.get_paginator("list_metrics").paginate(**filters)
    return [metric for page in pages for metric in page["Metrics"]]


def test_metrics_of_an_instance_are_found_by_its_dimension(cloudwatch: Boto) -> None:
    found = metrics(cloudwatch, Dimensions=[{"Name": "InstanceId", "Value": WEB_1}])
    names = {metric["MetricName"] for metric in found}
    assert {"CPUUtilization", "CPUCreditBalance", "mem_used_percent", "disk_used_percent"} <= names
    assert len(metrics(cloudwatch, Dimensions=[{"Name": "path"}], MetricName="disk_used_percent")) == 10


def test_the_agent_runs_on_seven_machines(cloudwatch: Boto) -> None:
    found = metrics(cloudwatch, Namespace="CWAgent", MetricName="mem_used_percent", RecentlyActive="PT3H")
    owners = {pair["Value"] for metric in found for pair in metric["Dimensions"] if pair["Name"] == "InstanceId"}
    assert len(owners) == 7
    assert WEB_3 not in owners


def test_a_machine_that_never_reported_has_no_metrics(cloudwatch: Boto) -> None:
    assert metrics(cloudwatch, Dimensions=[{"Name": "InstanceId", "Value": BASTION}]) == []


def test_stored_metrics_are_listed_once_and_only_while_they_are_recent(cloudwatch: Boto) -> None:
    now = datetime.now(UTC)
    for hours in (5, 4):
        one = {"MetricName": "Stock", "Timestamp": now - timedelta(hours=hours), "Value": 1.0}
        cloudwatch.put_metric_data(Namespace="Warehouse", MetricData=[one])
    assert len(metrics(cloudwatch, Namespace="Warehouse")) == 1
    assert metrics(cloudwatch, Namespace="Warehouse", RecentlyActive="PT3H") == []


def test_an_invented_token_is_refused(cloudwatch: Boto) -> None:
    with pytest.raises(ClientError) as caught:
        cloudwatch.list_metrics(NextToken="nonsense")
    assert caught.value.response["Error"]["Code"] == "InvalidParameterValue"
