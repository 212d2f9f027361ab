"""The operations of ours that stand in front of moto: found by name, validated by botocore's model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.autoscaling import AUTOSCALING
from sandbox.aws.call import Call, service_model
from sandbox.aws.cloudformation import CLOUDFORMATION
from sandbox.aws.cloudtrail import CLOUDTRAIL
from sandbox.aws.cloudtrail.sessions import describe_sessions
from sandbox.aws.cloudwatch import CLOUDWATCH
from sandbox.aws.codedeploy import CODEDEPLOY
from sandbox.aws.config import CONFIG
from sandbox.aws.ec2 import EC2
from sandbox.aws.ecs import ECS
from sandbox.aws.elbv2 import ELBV2
from sandbox.aws.errors import AwsError
from sandbox.aws.form import Form, FormError
from sandbox.aws.guardduty import GUARDDUTY
from sandbox.aws.health import HEALTH
from sandbox.aws.inspector2 import INSPECTOR2
from sandbox.aws.logs import LOGS
from sandbox.aws.pi import PI
from sandbox.aws.securityhub import SECURITYHUB
from sandbox.aws.ssm import SSM
from sandbox.aws.validation import check_input
from sandbox.aws.xray import XRAY

_CHANGING = ("autoscaling", "ec2", "elbv2")
Operation = Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class PageMembers:
    """Names of the list and the token in the answer, and of the token in the request."""

    items: str
    following: str = "nextToken"
    asked: str = "nextToken"


OPERATIONS: Mapping[str, Operation] = {
    **{f"autoscaling:{name}": operation for name, operation in AUTOSCALING.items()},
    **{f"cloudformation:{name}": operation for name, operation in CLOUDFORMATION.items()},
    **{f"cloudtrail:{name}": operation for name, operation in CLOUDTRAIL.items()},
    **{f"cloudwatch:{name}": operation for name, operation in CLOUDWATCH.items()},
    **{f"codedeploy:{name}": operation for name, operation in CODEDEPLOY.items()},
    **{f"config:{name}": operation for name, operation in CONFIG.items()},
    **{f"ec2:{name}": operation for name, operation in EC2.items()},
    **{f"ecs:{name}": operation for name, operation in ECS.items()},
    **{f"elbv2:{name}": operation for name, operation in ELBV2.items()},
    **{f"guardduty:{name}": operation for name, operation in GUARDDUTY.items()},
    **{f"health:{name}": operation for name, operation in HEALTH.items()},
    **{f"inspector2:{name}": operation for name, operation in INSPECTOR2.items()},
    **{f"logs:{name}": operation for name, operation in LOGS.items()},
    **{f"pi:{name}": operation for name, operation in PI.items()},
    **{f"securityhub:{name}": operation for name, operation in SECURITYHUB.items()},
    **{f"ssm:{name}": operation for name, operation in SSM.items()},
    **{f"xray:{name}": operation for name, operation in XRAY.items()},
    # Sessions follow from events of CloudTrail, which in turn tell of the commands of Systems Manager.
    "ssm:DescribeSessions": describe_sessions,
}


def answer(account: Account, call: Call) -> Mapping[str, Any]:
    """Run an operation of `OPERATIONS`; raises AwsError for what the service refuses."""
    params = _checked(call)
    if call.service not in _CHANGING:
        return OPERATIONS[call.name](account, params)
    with account.timeline.caught_up():  # or two threads would change one of moto's machines
        return OPERATIONS[call.name](account, params)


def _checked(call: Call) -> Mapping[str, Any]:
    """The parameters; those of EC2 stay the flat form they are, which its operations read and check themselves."""
    if call.protocol == "ec2":
        return call.params
    shape = service_model(call.service).operation_model(call.operation).input_shape
    params = call.params
    if call.protocol == "query":
        try:
            params = Form(call.params, call.protocol).params(shape)
        except FormError as error:
            raise AwsError("ValidationException", str(error)) from error
    check_input(shape, params)
    return params


def page_members(name: str) -> PageMembers | None:
    """The paging members of an operation; None when it has no pages of ours."""
    return _PAGED.get(name)


_PAGED = {
    "cloudtrail:LookupEvents": PageMembers("Events", "NextToken", "NextToken"),
    "cloudwatch:DescribeAlarmHistory": PageMembers("AlarmHistoryItems", "NextToken", "NextToken"),
    "cloudwatch:DescribeAlarms": PageMembers("MetricAlarms", "NextToken", "NextToken"),
    "cloudwatch:GetMetricData": PageMembers("MetricDataResults", "NextToken", "NextToken"),
    "cloudwatch:ListMetrics": PageMembers("Metrics", "NextToken", "NextToken"),
    "codedeploy:ListDeployments": PageMembers("deployments"),
    "config:GetResourceConfigHistory": PageMembers("configurationItems"),
    "ec2:DescribeFlowLogs": PageMembers("FlowLogs", "NextToken", "NextToken"),
    "ec2:DescribeInstanceStatus": PageMembers("InstanceStatuses", "NextToken", "NextToken"),
    "ec2:DescribeInstances": PageMembers("Reservations", "NextToken", "NextToken"),
    "ec2:DescribeReplaceRootVolumeTasks": PageMembers("ReplaceRootVolumeTasks", "NextToken", "NextToken"),
    "ec2:DescribeSnapshots": PageMembers("Snapshots", "NextToken", "NextToken"),
    "ec2:DescribeVolumes": PageMembers("Volumes", "NextToken", "NextToken"),
    "guardduty:ListFindings": PageMembers("FindingIds", "NextToken", "NextToken"),
    "inspector2:ListFindings": PageMembers("findings"),
    "inspector2:ListFindingAggregations": PageMembers("responses"),
    "inspector2:ListCoverage": PageMembers("coveredResources"),
    "logs:FilterLogEvents": PageMembers("events"),
    "pi:DescribeDimensionKeys": PageMembers("Keys", "NextToken", "NextToken"),
    "securityhub:GetFindings": PageMembers("Findings", "NextToken", "NextToken"),
    "ssm:DescribeInstanceInformation": PageMembers("InstanceInformationList", "NextToken", "NextToken"),
    "ssm:DescribeInstancePatchStates": PageMembers("InstancePatchStates", "NextToken", "NextToken"),
    "ssm:DescribeInstancePatches": PageMembers("Patches", "NextToken", "NextToken"),
    "ssm:DescribeMaintenanceWindowSchedule": PageMembers("ScheduledWindowExecutions", "NextToken", "NextToken"),
    "ssm:DescribeMaintenanceWindowTargets": PageMembers("Targets", "NextToken", "NextToken"),
    "ssm:DescribeMaintenanceWindows": PageMembers("WindowIdentities", "NextToken", "NextToken"),
    "ssm:DescribeMaintenanceWindowsForTarget": PageMembers("WindowIdentities", "NextToken", "NextToken"),
    "ssm:DescribeSessions": PageMembers("Sessions", "NextToken", "NextToken"),
    "ssm:ListAssociations": PageMembers("Associations", "NextToken", "NextToken"),
    "ssm:ListCommandInvocations": PageMembers("CommandInvocations", "NextToken", "NextToken"),
    "ssm:ListCommands": PageMembers("Commands", "NextToken", "NextToken"),
    "ssm:ListDocuments": PageMembers("DocumentIdentifiers", "NextToken", "NextToken"),
    "xray:GetServiceGraph": PageMembers("Services", "NextToken", "NextToken"),
    "xray:GetTimeSeriesServiceStatistics": PageMembers("TimeSeriesServiceStatistics", "NextToken", "NextToken"),
}
