from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from core.fleet import Instance
from core.flow_rejects import Reject, Rejects
from services.aws.flow_logs import FlowLogs
from services.aws.insights import Insights
from services.aws.session import Aws
from tests.services.aws.wire import Wire, aws_error, fails

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
MACHINE = Instance(
    instance_id="i-1", state="running", interface_ids=("eni-0123456789abcdef0",), subnet_id="subnet-1", vpc_id="vpc-1"
)
ACTIVE = {"FlowLogId": "fl-1", "FlowLogStatus": "ACTIVE", "TrafficType": "ALL", "LogGroupName": "/vpc/flow"}


class Rows(Insights):
    """Answers every query with the same rows."""

    def __init__(self, *rows: Mapping[str, str]) -> None:
        self._rows = rows
        self.queries: list[str] = []

    def rows(self, group: str, query: str, since: datetime, until: datetime) -> tuple[Mapping[str, str], ...]:
        self.queries.append(f"{group} {until - since} {query}")
        return self._rows


def asked_for(aws: Aws, insights: Insights, hours: float = 2) -> Rejects:
    return FlowLogs(aws, insights).rejects(MACHINE, NOW - timedelta(hours=hours), NOW)


def test_what_was_turned_away_at_the_interface_is_counted(aws: Aws, wire: Wire) -> None:
    wire.on("ec2", "DescribeFlowLogs", lambda _: {"FlowLogs": [ACTIVE]})
    insights = Rows({"srcAddr": "192.0.2.51", "dstPort": "22", "flows": "7", "packets": "14"})
    told = asked_for(aws, insights)
    assert told.rejects == (Reject(source_ip="192.0.2.51", port=22, flows=7, packets=14),)
    assert 'interfaceId in ["eni-0123456789abcdef0"]' in insights.queries[0]
    assert wire.asked[0]["Filter"][0]["Values"] == ["eni-0123456789abcdef0", "subnet-1", "vpc-1"]


def test_a_day_is_the_longest_that_is_read_because_it_is_paid_for(aws: Aws, wire: Wire) -> None:
    wire.on("ec2", "DescribeFlowLogs", lambda _: {"FlowLogs": [ACTIVE]})
    insights = Rows()
    told = asked_for(aws, insights, hours=24 * 7)
    assert insights.queries[0].startswith("/vpc/flow 1 day, 0:00:00")
    assert (told.gaps[0].by_choice, told.since) == (True, NOW - timedelta(hours=24))


def test_without_a_flow_log_a_line_says_so(aws: Aws, wire: Wire) -> None:
    wire.on("ec2", "DescribeFlowLogs", lambda _: {"FlowLogs": [{**ACTIVE, "TrafficType": "ACCEPT"}]})
    (gap,) = asked_for(aws, Rows()).gaps
    assert (gap.by_choice, gap.why) == (True, "no flow log in us-west-2 has its traffic")


def test_flow_logs_that_go_elsewhere_are_told_apart_from_none(aws: Aws, wire: Wire) -> None:
    elsewhere = {key: value for key, value in ACTIVE.items() if key != "LogGroupName"}
    wire.on("ec2", "DescribeFlowLogs", lambda _: {"FlowLogs": [elsewhere]})
    assert "do not go to CloudWatch Logs" in asked_for(aws, Rows()).gaps[0].why


def test_a_refusal_is_a_gap_and_rows_of_another_format_are_left_out(aws: Aws, wire: Wire) -> None:
    wire.on("ec2", "DescribeFlowLogs", lambda _: {"FlowLogs": [ACTIVE]})
    assert asked_for(aws, Rows({"srcAddr": "192.0.2.51"}, {"dstPort": "-"})).rejects == ()
    wire.on("ec2", "DescribeFlowLogs", fails(aws_error("UnauthorizedOperation", status=403)))
    assert not asked_for(aws, Rows()).gaps[0].by_choice
