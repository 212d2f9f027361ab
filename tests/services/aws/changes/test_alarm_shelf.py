"""Our alarms and our dashboard in the account."""

from collections.abc import Mapping
from typing import Any

import pytest

from core.alarming.alarm import PREFIX, Alarm
from core.errors import Upstream
from services.aws.changes.alarm_shelf import AlarmShelf
from services.aws.session import Aws
from tests.services.aws.changes.changing import empty
from tests.services.aws.wire import Wire, aws_error, fails

ALARM = Alarm(
    name=f"{PREFIX}i-1/cpu",
    description="The CPU of web-1 is busy.",
    namespace="AWS/EC2",
    metric="CPUUtilization",
    dimensions=(("InstanceId", "i-1"),),
    statistic="Average",
    comparison="GreaterThanThreshold",
    threshold=90.0,
    period_s=300,
    periods=3,
    missing="missing",
    notify=("arn:aws:sns:us-west-2:123456789012:pager",),
)


def test_what_is_put_is_read_back_the_same_over_all_pages(aws: Aws, wire: Wire) -> None:
    wire.on("cloudwatch", "PutMetricAlarm", empty)
    AlarmShelf(aws).put(ALARM)
    put = {key: value for key, value in wire.asked[-1].items() if key != "Tags"}
    assert wire.asked[-1]["Tags"] == [{"Key": "sre:managed-by", "Value": "sre-operations-assistant"}]
    pages: dict[str, Mapping[str, Any]] = {"": {"MetricAlarms": [put], "NextToken": "2"}, "2": {"MetricAlarms": [put]}}
    wire.on("cloudwatch", "DescribeAlarms", lambda asked: pages[asked.get("NextToken", "")])
    assert AlarmShelf(aws).alarms() == (ALARM, ALARM)
    assert wire.asked[-1]["AlarmNamePrefix"] == PREFIX


def test_a_hundred_alarms_are_removed_at_a_time(aws: Aws, wire: Wire) -> None:
    wire.on("cloudwatch", "DeleteAlarms", empty)
    AlarmShelf(aws).remove([ALARM] * 150)
    assert [len(each["AlarmNames"]) for each in wire.asked] == [100, 50]


def test_a_dashboard_that_is_not_there_is_none_and_one_of_a_longer_name_is_not_it(aws: Aws, wire: Wire) -> None:
    wire.on("cloudwatch", "ListDashboards", lambda _: {"DashboardEntries": [{"DashboardName": "Ours-2"}]})
    assert AlarmShelf(aws).dashboard("Ours") is None


def test_that_it_could_not_be_asked_is_no_answer(aws: Aws, wire: Wire) -> None:
    wire.on("cloudwatch", "ListDashboards", fails(aws_error("AccessDenied", status=403)))
    with pytest.raises(Upstream, match="ListDashboards"):
        AlarmShelf(aws).dashboard("Ours")
