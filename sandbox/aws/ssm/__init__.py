"""Systems Manager: the operations moto lacks, by name."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.ssm.information import describe_instance_information
from sandbox.aws.ssm.instance_patches import describe_instance_patches
from sandbox.aws.ssm.patch_states import describe_instance_patch_states

SSM: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {
    "DescribeInstanceInformation": describe_instance_information,
    "DescribeInstancePatchStates": describe_instance_patch_states,
    "DescribeInstancePatches": describe_instance_patches,
}
