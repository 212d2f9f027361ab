"""One instance as DescribeInstances tells it."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.instances import Instance

from sandbox.aws.seed.load import systems
from sandbox.aws.seed.model import System

Json = Mapping[str, Any]


def described(machine: Instance) -> Json:
    """Everything that EC2 tells about a machine; a terminated one has lost its network and its disks."""
    system = _systems_by_image().get(machine.image_id)
    windows = {"Platform": "windows"} if machine.platform == "windows" else {}
    usual = ("Windows", "RunInstances:0002") if windows else ("Linux/UNIX", "RunInstances")
    profile = {"IamInstanceProfile": machine.iam_instance_profile} if machine.iam_instance_profile else {}
    gone = machine.state == "terminated"
    return {
        "AmiLaunchIndex": machine.ami_launch_index,
        "ImageId": machine.image_id,
        "InstanceId": machine.id,
        "InstanceType": machine.instance_type,
        "KeyName": machine.key_name,
        "LaunchTime": machine.launch_time,
        "Monitoring": {"State": machine.monitoring_state},
        "Placement": {"GroupName": "", "Tenancy": "default", "AvailabilityZone": machine.availability_zone},
        "State": {"Code": machine.state_code, "Name": machine.state},
        "StateTransitionReason": machine.state_transition_reason or "",
        "Architecture": machine.architecture,
        "EbsOptimized": bool(machine.ebs_optimized),
        "EnaSupport": True,
        "Hypervisor": "xen",
        "RootDeviceName": machine.root_device_name,
        "RootDeviceType": machine.root_device_type,
        "VirtualizationType": machine.virtualization_type,
        "PlatformDetails": system.platform_details if system else usual[0],
        "UsageOperation": system.usage_operation if system else usual[1],
        "Tags": [{"Key": tag["key"], "Value": tag["value"]} for tag in machine.get_tags()],
        "MetadataOptions": _metadata(machine),
        **windows,
        **profile,
        **_reason(machine),
        **({} if gone else _attached(machine)),
    }


@cache
def _systems_by_image() -> Mapping[str, System]:
    return {system.image: system for system in systems().values()}


def _reason(machine: Instance) -> Json:
    reason = machine.state_reason
    return {"StateReason": {"Code": reason.code, "Message": reason.message}} if reason.code else {}


def _metadata(machine: Instance) -> Json:
    options = machine.metadata_options
    return {
        "State": "applied",
        "HttpTokens": options.http_tokens,
        "HttpPutResponseHopLimit": options.http_put_response_hop_limit,
        "HttpEndpoint": options.http_endpoint,
    }


def _attached(machine: Instance) -> Json:
    groups = [{"GroupId": group.id, "GroupName": group.name} for group in machine.dynamic_group_list]
    public = {"PublicIpAddress": machine.public_ip} if machine.public_ip else {}
    return {
        "PrivateDnsName": machine.private_dns_name,
        "PrivateIpAddress": machine.private_ip,
        "PublicDnsName": machine.public_dns_name if public else "",
        **public,
        "SubnetId": machine.subnet_id,
        "VpcId": machine.vpc_id,
        "SourceDestCheck": machine.source_dest_check,
        "SecurityGroups": groups,
        "NetworkInterfaces": [_interface(machine, card) for card in machine.nics.values()],
        "BlockDeviceMappings": [
            {
                "DeviceName": name,
                "Ebs": {
                    "AttachTime": disk.attach_time,
                    "DeleteOnTermination": bool(disk.delete_on_termination),
                    "Status": "attached",
                    "VolumeId": disk.volume_id,
                },
            }
            for name, disk in machine.block_device_mapping.items()
        ],
    }


def _interface(machine: Instance, card: NetworkInterface) -> Json:
    public: dict[str, Any] = {}
    if card.public_ip:
        association = {"IpOwnerId": "amazon", "PublicDnsName": machine.public_dns_name, "PublicIp": card.public_ip}
        public = {"Association": association}
    first = {"Primary": True, "PrivateIpAddress": card.private_ip_address}
    addresses = [first, *(each for each in card.private_ip_addresses if not each.get("Primary"))]
    return {
        "NetworkInterfaceId": card.id,
        "Attachment": _attachment(card, machine.launch_time),
        "Description": card.description or "",
        "Groups": [{"GroupId": group.id, "GroupName": group.name} for group in card.group_set],
        "InterfaceType": card.interface_type,
        "Ipv6Addresses": [{"Ipv6Address": each} for each in card.ipv6_addresses],
        "MacAddress": card.mac_address,
        "OwnerId": card.owner_id,
        "PrivateIpAddress": card.private_ip_address,
        "PrivateIpAddresses": [{**each, **public} if each["Primary"] else each for each in addresses],
        **public,
        "SourceDestCheck": card.source_dest_check,
        "Status": "in-use",
        "SubnetId": card.subnet.id,
        "VpcId": card.subnet.vpc_id,
    }


def _attachment(card: NetworkInterface, launched: datetime) -> Json:
    return {
        "AttachTime": launched,
        "AttachmentId": card.attachment_id,
        "DeleteOnTermination": True,
        "DeviceIndex": card.device_index,
        "NetworkCardIndex": 0,
        "Status": "attached",
    }
