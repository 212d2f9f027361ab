"""DescribeStackResources: the resources of a stack, by its name or by one of them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html
"""

from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any

from moto.cloudformation.models import Stack, cloudformation_backends

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError

_EITHER = "Either stack name or physical resource id must be specified, and not both"
_MOST = 100


def describe_stack_resources(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """At most a hundred resources; raises AwsError where no stack has that name or that resource."""
    name, physical_id = params.get("StackName"), params.get("PhysicalResourceId")
    if bool(name) is bool(physical_id):
        raise AwsError("ValidationException", _EITHER)
    stack = _named(account, name) if name else _owning(account, physical_id)
    if stack is None:
        text = f"Stack with id {name} does not exist" if name else f"Stack for {physical_id} does not exist"
        raise AwsError("ValidationException", text)
    only = params.get("LogicalResourceId")
    found = [each for each in _resources(stack) if only in (None, each.logical_resource_id)]
    return {"StackResources": [_described(stack, each) for each in found[:_MOST]]}


def _stacks(account: Account) -> Iterator[Stack]:
    yield from cloudformation_backends[account.id][account.region].stacks.values()


def _named(account: Account, name: str) -> Stack | None:
    return next((each for each in _stacks(account) if name in (each.name, each.stack_id)), None)


def _owning(account: Account, physical_id: object) -> Stack | None:
    found = (
        each for each in _stacks(account) if any(one.physical_resource_id == physical_id for one in _resources(each))
    )
    return next(found, None)


def _resources(stack: Stack) -> list[Any]:
    """Whatever moto made of them, each of a class of its own."""
    return list(stack.stack_resources)


def _described(stack: Stack, resource: Any) -> Mapping[str, Any]:  # noqa: ANN401  moto's, of any kind
    return {
        "StackName": stack.name,
        "StackId": stack.stack_id,
        "LogicalResourceId": resource.logical_resource_id,
        "PhysicalResourceId": resource.physical_resource_id,
        "ResourceType": stack.template_dict["Resources"][resource.logical_resource_id]["Type"],
        "Timestamp": stack.creation_time.replace(tzinfo=UTC).isoformat(),
        "ResourceStatus": stack.status,
    }
