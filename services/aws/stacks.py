"""Which stack of AWS CloudFormation a thing belongs to, and what happened to that stack."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from core.model import Model
from services.aws.persistence import every_page, persistently
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_cloudformation.type_defs import DescribeStackEventsOutputTypeDef, StackEventTypeDef

_NO_STACK = "does not exist"
_TOKEN = "NextToken"  # noqa: S105  the name of a field


class StackEvent(Model):
    """One event of a stack. `status` is CloudFormation's word, such as UPDATE_FAILED; `reason` its own sentence.

    `whole`: it is about the stack itself, and not about one of its resources.
    """

    stack: str
    at: datetime
    resource: str
    status: str
    reason: str = ""
    whole: bool = False


class Stacks:
    """Asks CloudFormation in one region."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def of(self, physical_id: str) -> str:
        """The name of the stack that a resource (i-…, the name of a function …) belongs to; empty for none.

        Raises:
            Upstream: CloudFormation did not answer.
        """

        def ask() -> str:
            with self._aws.asking("cloudformation", "DescribeStackResources"):
                try:
                    told = self._aws.client("cloudformation").describe_stack_resources(PhysicalResourceId=physical_id)
                except ClientError as error:
                    # CloudFormation has one code for whatever it does not like.
                    if _NO_STACK in error.response.get("Error", {}).get("Message", ""):
                        return ""
                    raise
            return next((each.get("StackName", "") for each in told.get("StackResources", [])), "")

        return persistently(ask)

    def events(self, stack: str, since: datetime) -> tuple[StackEvent, ...]:
        """What happened to a stack and its resources since a moment, newest first.

        Raises:
            Upstream: CloudFormation did not answer.
        """

        def ask(token: str) -> "DescribeStackEventsOutputTypeDef":
            with self._aws.asking("cloudformation", "DescribeStackEvents"):
                client = self._aws.client("cloudformation")
                if token:
                    return client.describe_stack_events(StackName=stack, NextToken=token)
                return client.describe_stack_events(StackName=stack)

        found: list[StackEvent] = []
        for page in every_page(ask, _TOKEN):
            read = [_event(each) for each in page.get("StackEvents", [])]
            found += [each for each in read if each.at >= since]
            if any(each.at < since for each in read):
                break
        return tuple(found)


def _event(wire: "StackEventTypeDef") -> StackEvent:
    return StackEvent(
        stack=wire["StackName"],
        at=wire["Timestamp"].astimezone(UTC),
        resource=wire.get("LogicalResourceId", ""),
        status=wire.get("ResourceStatus", ""),
        reason=wire.get("ResourceStatusReason", ""),
        whole=wire.get("PhysicalResourceId") == wire["StackId"],
    )
