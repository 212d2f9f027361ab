"""Which connections to an instance were turned away, where flow logs go to CloudWatch Logs."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from core.errors import Upstream
from core.fleet import Instance
from core.flow_rejects import Reject, Rejects
from core.gaps import Gap
from services.aws.insights import Insights
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_ec2.type_defs import DescribeFlowLogsResultTypeDef, FlowLogTypeDef

_PAGE_SIZE = 200
_SHOWN = 50
# Insights is paid by what it reads: a day of a busy VPC is several gigabytes.
LONGEST = timedelta(hours=24)
_TOKEN = "NextToken"  # noqa: S105  the name of a field
_WHAT = "connections that were turned away"
_ENABLE = "Make a flow log of the VPC into CloudWatch Logs to see them."
_INTERFACE = re.compile(r"eni-[0-9a-f]{8,17}")
# Insights finds the fields of the default format by itself.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
_QUERY = (
    'filter action = "REJECT" and interfaceId in [{interfaces}] | '
    "stats count(*) as flows, sum(packets) as packets by srcAddr, dstPort | sort flows desc | limit {limit}"
)


class FlowLogs:
    """Asks EC2 where the flow logs are, and Insights what is in them."""

    def __init__(self, aws: Aws, insights: Insights) -> None:
        self._aws = aws
        self._insights = insights

    def rejects(self, instance: Instance, since: datetime, until: datetime) -> Rejects:
        """The most frequent ones of a span, of its last day at most. Nothing is raised."""
        interfaces = [each for each in instance.interface_ids if _INTERFACE.fullmatch(each)]
        begin = max(since, until - LONGEST)
        try:
            logs = self._active(_network(instance))
            group = next((each["LogGroupName"] for each in logs if each.get("LogGroupName")), "")
            if not group or not interfaces:
                return Rejects(gaps=(_none(logs, self._aws.region),))
            listed = ", ".join(f'"{each}"' for each in interfaces)
            rows = self._insights.rows(group, _QUERY.format(interfaces=listed, limit=_SHOWN), begin, until)
        except Upstream as error:
            return Rejects(gaps=(Gap(what=_WHAT, why=error.sentence, advice=error.advice),))
        found = (reject for row in rows for reject in _reject(row))
        return Rejects(rejects=tuple(found), since=begin, until=until, gaps=_shortened(since, begin))

    def groups(self) -> tuple[str, ...]:
        """The log groups that flow logs of this region go to, each once.

        Raises:
            Upstream: EC2 did not answer.
        """
        return tuple(dict.fromkeys(each["LogGroupName"] for each in self._active(()) if each.get("LogGroupName")))

    def _active(self, network: Sequence[str]) -> "list[FlowLogTypeDef]":
        pages = every_page(partial(self._page, network), _TOKEN)
        logs = [each for page in pages for each in page.get("FlowLogs", [])]
        return [each for each in logs if each.get("FlowLogStatus") == "ACTIVE" and each.get("TrafficType") != "ACCEPT"]

    def _page(self, network: Sequence[str], token: str) -> "DescribeFlowLogsResultTypeDef":
        with self._aws.asking("ec2", "DescribeFlowLogs"):
            return self._aws.client("ec2").describe_flow_logs(  # type: ignore[call-arg]  # botocore's own name for it
                Filter=[{"Name": "resource-id", "Values": list(network)}] if network else [],
                MaxResults=_PAGE_SIZE,
                **({_TOKEN: token} if token else {}),  # type: ignore[arg-type]  # the name of a field
            )


def _network(instance: Instance) -> list[str]:
    """What a flow log may be made for, so that it has the instance's traffic."""
    return [each for each in (*instance.interface_ids, instance.subnet_id, instance.vpc_id) if each]


def _reject(row: Mapping[str, str]) -> Sequence[Reject]:
    try:
        packets = int(float(row.get("packets") or 0))
        return [
            Reject(source_ip=row["srcAddr"], port=int(row["dstPort"]), flows=int(float(row["flows"])), packets=packets)
        ]
    except (KeyError, ValueError):  # a format of its own, in which a field has another name
        return []


def _none(logs: "Sequence[FlowLogTypeDef]", region: str) -> Gap:
    if logs:
        why = "its flow logs do not go to CloudWatch Logs, and others are not read"
        return Gap(what=_WHAT, why=why, advice=_ENABLE, by_choice=True)
    return Gap(what=_WHAT, why=f"no flow log in {region} has its traffic", advice=_ENABLE, by_choice=True)


def _shortened(since: datetime, begin: datetime) -> tuple[Gap, ...]:
    if since >= begin:
        return ()
    why = f"flow logs are read for {LONGEST // timedelta(hours=1)} hours at most, because each gigabyte is paid for"
    return (Gap(what=f"{_WHAT} before {begin:%Y-%m-%d %H:%M} UTC", why=why, by_choice=True),)
