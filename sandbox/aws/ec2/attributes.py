"""ModifyInstanceAttribute: only whether a volume is deleted with its machine."""

from collections.abc import Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.ec2.asked import asked, unless_dry_run
from sandbox.aws.ec2.found import machine_of
from sandbox.aws.errors import AwsError

_KNOWN = {"InstanceId", "BlockDeviceMappings", "DryRun", "Attribute"}


def modify_instance_attribute(account: Account, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """Change DeleteOnTermination of attached volumes; any other attribute is refused here."""
    params = asked("ModifyInstanceAttribute", sent)
    machine = machine_of(account, params["InstanceId"])
    mappings = params.get("BlockDeviceMappings", ())
    if not mappings or params.keys() - _KNOWN or params.get("Attribute", "blockDeviceMapping") != "blockDeviceMapping":
        raise AwsError("UnsupportedOperation", "The sandbox changes DeleteOnTermination of attached volumes only.")
    for each in mappings:
        disk = machine.block_device_mapping.get(each.get("DeviceName"))
        if disk is None or each.get("Ebs", {}).get("VolumeId", disk.volume_id) != disk.volume_id:
            text = f"No device is currently mapped at {each.get('DeviceName')}"
            raise AwsError("InvalidInstanceAttributeValue", text)
    unless_dry_run(params)
    account.effects.add("ec2:ModifyInstanceAttribute", machine.id)
    for each in mappings:
        wanted = each.get("Ebs", {}).get("DeleteOnTermination")
        if wanted is not None:
            machine.block_device_mapping[each["DeviceName"]].delete_on_termination = wanted
    return {}
