"""Amazon EC2: the operations that moto answers too slowly or too loosely, by name."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.ec2.describe_instances import describe_instances

EC2: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {"DescribeInstances": describe_instances}
