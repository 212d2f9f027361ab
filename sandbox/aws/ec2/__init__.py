"""Amazon EC2: the operations that moto answers too slowly, too loosely or not at all, by name."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.ec2.attachments import attach_volume, detach_volume
from sandbox.aws.ec2.attributes import modify_instance_attribute
from sandbox.aws.ec2.create_snapshots import create_snapshot, create_snapshots
from sandbox.aws.ec2.describe_instances import describe_instances
from sandbox.aws.ec2.describe_snapshots import delete_snapshot, describe_snapshots
from sandbox.aws.ec2.flow_logs import describe_flow_logs
from sandbox.aws.ec2.instance_status import describe_instance_status
from sandbox.aws.ec2.power import reboot_instances, start_instances, stop_instances
from sandbox.aws.ec2.root_replacement import create_replace_root_volume_task, describe_replace_root_volume_tasks
from sandbox.aws.ec2.volumes import create_volume, delete_volume, describe_volumes

EC2: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {
    "AttachVolume": attach_volume,
    "CreateReplaceRootVolumeTask": create_replace_root_volume_task,
    "CreateSnapshot": create_snapshot,
    "CreateSnapshots": create_snapshots,
    "CreateVolume": create_volume,
    "DeleteSnapshot": delete_snapshot,
    "DeleteVolume": delete_volume,
    "DescribeFlowLogs": describe_flow_logs,
    "DescribeInstanceStatus": describe_instance_status,
    "DescribeInstances": describe_instances,
    "DescribeReplaceRootVolumeTasks": describe_replace_root_volume_tasks,
    "DescribeSnapshots": describe_snapshots,
    "DescribeVolumes": describe_volumes,
    "DetachVolume": detach_volume,
    "ModifyInstanceAttribute": modify_instance_attribute,
    "RebootInstances": reboot_instances,
    "StartInstances": start_instances,
    "StopInstances": stop_instances,
}
