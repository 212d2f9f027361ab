"""Starts the fleet in moto and describes each machine as Inspector and SSM see it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from moto.ec2.models.instances import Instance as Machine
from moto.elbv2.models import elbv2_backends

from sandbox.aws.findings import Host, members
from sandbox.aws.identity import instance_id, named, only_newest
from sandbox.aws.landscape import ROLE, Landscape
from sandbox.aws.seed.load import network, systems
from sandbox.aws.seed.model import Instance


def start_fleet(land: Landscape, fleet: Sequence[Instance], now: datetime) -> list[tuple[Instance, Host]]:
    """Run every instance; the same fleet gets the same ids and addresses at every start."""
    with only_newest(land.ec2):
        started = [(instance, _start(land, instance, now)) for instance in fleet]
    _register(land, fleet)
    return started


def _start(land: Landscape, instance: Instance, now: datetime) -> Host:
    launched = now - timedelta(days=instance.age_days)
    with named(f"instance/{instance.name}"), instance_id(instance.id):
        machine = _run(land, instance)
    machine.launch_time = launched.replace(tzinfo=None)
    for disk in machine.block_device_mapping.values():
        disk.attach_time = machine.launch_time
        for attachment in land.ec2.volumes[disk.volume_id].attachments:
            attachment.attach_time = machine.launch_time
    return _host(land, instance, machine, launched)


def _run(land: Landscape, instance: Instance) -> Machine:
    system = systems()[instance.system]
    public = _is_public(instance)
    reservation = land.ec2.run_instances(
        system.image,
        1,
        None,
        [],
        security_group_ids=[land.groups[name] for name in instance.groups],
        instance_type=instance.type,
        is_instance_type_default=False,
        region_name=land.region,
        subnet_id=land.subnets[instance.subnet],
        private_ip=instance.private_ip or None,
        associate_public_ip=public,
        key_name="sandbox",
        monitoring_state="enabled" if instance.detailed else "disabled",
        metadata_options={"HttpTokens": "required"},
        block_device_mappings=_volumes(instance, system.root_device),
        tags={"instance": instance.all_tags, "volume": _volume_tags(instance)},
    )
    if instance.ssm:
        land.ec2.associate_iam_instance_profile(instance.id, iam_instance_profile_name=ROLE)
    return reservation.instances[0]


def _volumes(instance: Instance, root_device: str) -> list[dict[str, Any]]:
    devices = [root_device, *(f"/dev/sd{letter}" for letter in "fghij")]
    sizes = zip(devices, instance.volumes_gib, strict=False)
    return [
        {
            "DeviceName": device,
            "Ebs": {
                "VolumeSize": size,
                "VolumeType": "gp3",
                "DeleteOnTermination": device == root_device,
                "Encrypted": instance.encrypted,
            },
        }
        for device, size in sizes
    ]


def _volume_tags(instance: Instance) -> dict[str, str]:
    return {"Name": instance.name, "Environment": instance.environment, "Owner": instance.owner}


def _register(land: Landscape, fleet: Iterable[Instance]) -> None:
    elb = elbv2_backends[land.account][land.region]
    for instance in fleet:
        if instance.target_group:
            elb.register_targets(land.target_groups[instance.target_group], [{"Id": instance.id}])


def _is_public(instance: Instance) -> bool:
    return any(subnet.public for subnet in network().subnet if subnet.name == instance.subnet)


def _host(land: Landscape, instance: Instance, machine: Machine, launched: datetime) -> Host:
    system = systems()[instance.system]
    addresses = [address for address in (machine.private_ip, machine.public_ip) if address]
    details: dict[str, Any] = {
        "type": instance.type,
        "imageId": system.image,
        "ipV4Addresses": addresses,
        "keyName": machine.key_name,
        "vpcId": land.vpc,
        "subnetId": land.subnets[instance.subnet],
        "launchedAt": launched,
        "platform": system.inspector,
    }
    if instance.ssm:
        details["iamInstanceProfileArn"] = land.profile_arn
    resource = {
        "type": "AWS_EC2_INSTANCE",
        "id": instance.id,
        "partition": "aws",
        "region": land.region,
        "tags": instance.all_tags,
        "details": {"awsEc2Instance": details},
    }
    return Host(
        id=instance.id,
        account=land.account,
        region=land.region,
        name=instance.name,
        system=instance.system,
        platform=system.inspector,
        image=system.image,
        vpc=land.vpc,
        subnet=land.subnets[instance.subnet],
        private_ip=machine.private_ip or "",
        tags=instance.all_tags,
        groups=tuple(land.groups[name] for name in instance.groups),
        internet_gateway=land.internet_gateway if _is_public(instance) else "",
        coverage=instance.coverage,
        ssm=instance.ssm,
        launched=launched,
        resource=members({"resources": [resource]}),
        agent=instance.agent,
    )
