"""AWS CloudFormation: which stack a resource belongs to, which moto does not tell; stacks stay moto's."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.cloudformation.describe_stack_resources import describe_stack_resources

CLOUDFORMATION: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {
    "DescribeStackResources": describe_stack_resources,
}
