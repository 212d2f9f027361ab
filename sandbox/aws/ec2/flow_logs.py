"""DescribeFlowLogs: one flow log, of the whole VPC, into CloudWatch Logs."""

from collections.abc import Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.ec2.asked import asked, unless_dry_run
from sandbox.aws.ec2.filters import Values, selected
from sandbox.aws.ec2.pages import page
from sandbox.aws.scale import stable_hex

GROUP = "/vpc/flow"
_FORMAT = (
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} "
    "${bytes} ${start} ${end} ${action} ${log-status}"
)
_VALUES: Values[Mapping[str, Any]] = {
    "deliver-log-status": lambda each: (each["DeliverLogsStatus"],),
    "flow-log-id": lambda each: (each["FlowLogId"],),
    "log-destination-type": lambda each: (each["LogDestinationType"],),
    "log-group-name": lambda each: (each["LogGroupName"],),
    "resource-id": lambda each: (each["ResourceId"],),
    "traffic-type": lambda each: (each["TrafficType"],),
}


def describe_flow_logs(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """A page of the flow logs that the ids and every filter accept."""
    params = asked("DescribeFlowLogs", sent)
    unless_dry_run(params)
    known = [_of_vpc(account, vpc) for vpc in sorted({host.vpc for host in account.hosts.values()})]
    ids = params.get("FlowLogIds") or [each["FlowLogId"] for each in known]
    wanted = [each for each in known if each["FlowLogId"] in ids]
    found = selected(wanted, {"Filters": params.get("Filter", ())}, _VALUES, lambda _: {})
    listed, more = page(found, sent, params, "FlowLogIds", operation="DescribeFlowLogs")
    return {"FlowLogs": list(listed), **more}


def _of_vpc(account: Account, vpc: str) -> Mapping[str, Any]:
    return {
        "CreationTime": account.started.replace(month=1, day=8),
        "DeliverLogsPermissionArn": f"arn:aws:iam::{account.id}:role/flow-logs",
        "DeliverLogsStatus": "SUCCESS",
        "FlowLogId": f"fl-0{stable_hex(f'flow-log/{vpc}', 16)}",
        "FlowLogStatus": "ACTIVE",
        "LogGroupName": GROUP,
        "ResourceId": vpc,
        "TrafficType": "ALL",
        "LogDestinationType": "cloud-watch-logs",
        "LogFormat": _FORMAT,
        "Tags": [],
        "MaxAggregationInterval": 60,
    }
