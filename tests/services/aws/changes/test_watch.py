from datetime import timedelta

from services.aws.changes.watch import Watch
from services.aws.session import Aws
from tests.services.aws.changes.changing import AT, MACHINE, OTHER, empty, writer
from tests.services.aws.wire import Wire, paged


def test_every_alarm_that_looks_at_the_machine_is_found_also_one_of_several_metrics(aws: Aws, wire: Wire) -> None:
    mine, other = [{"Name": "InstanceId", "Value": MACHINE}], [{"Name": "InstanceId", "Value": OTHER}]
    metrics = [{"Id": "a", "MetricStat": {"Metric": {"Dimensions": mine}, "Period": 60, "Stat": "Average"}}]
    rows = [
        {"AlarmName": "cpu", "StateValue": "OK", "Dimensions": mine},
        {"AlarmName": "else", "StateValue": "ALARM", "Dimensions": other},
        {"AlarmName": "math", "StateValue": "INSUFFICIENT_DATA", "Metrics": metrics},
    ]
    wire.on("cloudwatch", "DescribeAlarms", paged("MetricAlarms", [rows[:1], rows[1:]]))
    found = Watch(writer(aws, wire)).alarms(MACHINE)
    assert [(each.name, each.state) for each in found] == [("cpu", "OK"), ("math", "INSUFFICIENT_DATA")]


def test_a_calendar_is_closed_unless_it_says_open(aws: Aws, wire: Wire) -> None:
    wire.on("ssm", "GetCalendarState", lambda asked: {"State": "OPEN"} if asked["CalendarNames"] == ["a"] else {})
    assert Watch(writer(aws, wire)).closed_calendars(["a", "b"]) == ("b",)


def test_the_inventory_is_refreshed_where_there_is_one(aws: Aws, wire: Wire) -> None:
    row = {"AssociationId": "a" * 36, "LastExecutionDate": AT}
    wire.on("ssm", "ListAssociations", lambda _: {"Associations": [row]})
    wire.on("ssm", "StartAssociationsOnce", empty)
    watch = Watch(writer(aws, wire))
    watch.refresh_inventory(MACHINE)
    assert wire.asked[-1] == {"AssociationIds": ["a" * 36]}
    assert watch.inventory_since(AT)
    assert not watch.inventory_since(AT + timedelta(seconds=1))
