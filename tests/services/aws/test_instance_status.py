from datetime import UTC, datetime

import pytest

from core.answers.instance import ScheduledEvent, StatusCheck
from core.errors import Upstream
from services.aws.instance_status import InstanceStatus
from services.aws.session import Aws
from tests.services.aws.wire import Wire, aws_error, fails

ID = "i-00000000000000001"
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def test_each_check_is_told_with_since_when_it_fails(aws: Aws, wire: Wire) -> None:
    summary = {"Status": "ok", "Details": [{"Name": "reachability", "Status": "passed"}]}
    failed = {"Status": "impaired", "Details": [{"Name": "reachability", "Status": "failed", "ImpairedSince": AT}]}
    status = {"InstanceId": ID, "SystemStatus": failed, "InstanceStatus": summary}
    wire.on("ec2", "DescribeInstanceStatus", lambda _: {"InstanceStatuses": [status]})
    checks, events = InstanceStatus(aws).of(ID)
    assert checks == (
        StatusCheck(name="system", status="impaired", since=AT),
        StatusCheck(name="instance", status="ok"),
    )
    assert events == ()
    assert wire.asked == [{"InstanceIds": [ID], "IncludeAllInstances": True}]


def test_events_to_come_are_told_and_those_that_are_over_are_not(aws: Aws, wire: Wire) -> None:
    events = [
        {"Code": "instance-retirement", "Description": "[Completed] The instance is running on degraded hardware"},
        {"Code": "system-reboot", "Description": "scheduled reboot", "NotBefore": AT},
        {"Code": "instance-stop"},
    ]
    wire.on("ec2", "DescribeInstanceStatus", lambda _: {"InstanceStatuses": [{"InstanceId": ID, "Events": events}]})
    assert InstanceStatus(aws).of(ID)[1] == (
        ScheduledEvent(what="scheduled reboot", not_before=AT),
        ScheduledEvent(what="instance-stop"),
    )


def test_an_instance_that_ec2_tells_nothing_of_has_no_checks(aws: Aws, wire: Wire) -> None:
    wire.on("ec2", "DescribeInstanceStatus", lambda _: {"InstanceStatuses": []})
    assert InstanceStatus(aws).of(ID) == ((), ())


def test_a_refusal_is_told(aws: Aws, wire: Wire) -> None:
    wire.on("ec2", "DescribeInstanceStatus", fails(aws_error("UnauthorizedOperation", status=403)))
    with pytest.raises(Upstream, match="DescribeInstanceStatus"):
        InstanceStatus(aws).of(ID)
