"""Builds the network of the account in moto: VPC, subnets, security groups, images, load balancer, role."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from moto.ec2.models import EC2Backend
from moto.ec2.models.amis import Ami
from moto.elbv2.models import ELBv2Backend, elbv2_backends
from moto.iam.models import iam_backends

from sandbox.aws.identity import backend_without_images, named
from sandbox.aws.seed.load import network, systems
from sandbox.aws.seed.model import SecurityGroup, Subnet, TargetGroup
from sandbox.aws.tags import look_up_directly

ROLE = "sandbox-instance"
_ANYWHERE = "0.0.0.0/0"


@dataclass(frozen=True, slots=True)
class Landscape:
    """What instances are started into, by the names of the seed; values are moto's ids."""

    ec2: EC2Backend
    account: str
    region: str
    vpc: str
    internet_gateway: str
    subnets: Mapping[str, str]
    groups: Mapping[str, str]
    target_groups: Mapping[str, str]
    profile_arn: str


def build_landscape(account: str, region: str) -> Landscape:
    """Create everything an instance needs; the region is empty but for its default VPC."""
    with named("account"):
        ec2 = backend_without_images(account, region)
    look_up_directly(ec2)
    with named("vpc"):
        vpc = ec2.create_vpc(network().vpc.cidr)
        vpc.add_tag("Name", network().vpc.name)
    gateway = _internet_gateway(ec2, vpc.id)
    subnets = {subnet.name: _subnet(ec2, vpc.id, subnet, gateway) for subnet in network().subnet}
    groups = {group.name: _security_group(ec2, vpc.id, group) for group in network().security_group}
    for key in systems():
        _image(ec2, key)
    target_groups = _load_balancer(account, region, vpc.id, subnets, groups)
    return Landscape(ec2, account, region, vpc.id, gateway, subnets, groups, target_groups, _role(account))


def _internet_gateway(ec2: EC2Backend, vpc: str) -> str:
    with named("internet-gateway"):
        gateway = ec2.create_internet_gateway()
        ec2.attach_internet_gateway(gateway.id, vpc)
    return str(gateway.id)


def _subnet(ec2: EC2Backend, vpc: str, seed: Subnet, gateway: str) -> str:
    with named(f"subnet/{seed.name}"):
        subnet = ec2.create_subnet(vpc, seed.cidr, availability_zone=ec2.region_name + seed.zone)
        subnet.add_tag("Name", seed.name)
        subnet.map_public_ip_on_launch = seed.public
        if seed.public:
            table = ec2.create_route_table(vpc)
            ec2.create_route(table.id, _ANYWHERE, gateway_id=gateway)
            ec2.associate_route_table(table.id, subnet_id=subnet.id)
    return str(subnet.id)


def _security_group(ec2: EC2Backend, vpc: str, seed: SecurityGroup) -> str:
    with named(f"security-group/{seed.name}"):
        group = ec2.create_security_group(seed.name, seed.description, vpc_id=vpc, tags={"Name": seed.name})
        for rule in seed.rules:
            port = str(rule.port)
            ec2.authorize_security_group_ingress(group.id, "tcp", port, port, [{"CidrIp": rule.cidr}])
    return str(group.id)


def _image(ec2: EC2Backend, system_key: str) -> None:
    system = systems()[system_key]
    with named(f"image/{system_key}"):
        ec2.amis[system.image] = Ami(
            ec2,
            system.image,
            name=system.image_name,
            description=f"{system.ssm_name} {system.ssm_version}",
            owner_alias="amazon",
            public=True,
            virtualization_type="hvm",
            architecture="x86_64",
            platform="windows" if system.ssm_type == "Windows" else None,
            root_device_type="ebs",
            root_device_name=system.root_device,
            region_name=f"{ec2.region_name}a",
        )


def _load_balancer(
    account: str, region: str, vpc: str, subnets: Mapping[str, str], groups: Mapping[str, str]
) -> Mapping[str, str]:
    elb = elbv2_backends[account][region]
    seed = network().load_balancer
    targets = {group.name: _target_group(elb, vpc, group) for group in network().target_group}
    with named(f"load-balancer/{seed.name}"):
        security_groups = [groups[name] for name in seed.groups]
        balancer = elb.create_load_balancer(seed.name, security_groups, [subnets[name] for name in seed.subnets])
        for listener in seed.listeners:
            action = {"Type": "forward", "TargetGroupArn": targets[listener.target_group]}
            elb.create_listener(balancer.arn, "HTTP", str(listener.port), "", None, [action])
    return targets


def _target_group(elb: ELBv2Backend, vpc: str, seed: TargetGroup) -> str:
    with named(f"target-group/{seed.name}"):
        port = str(seed.port)
        group = elb.create_target_group(
            seed.name, vpc_id=vpc, protocol=seed.protocol, port=port, target_type="instance"
        )
    return str(group.arn)


def _role(account: str) -> str:
    iam = iam_backends[account]["aws"]
    trusted = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [trusted]})
    with named(f"role/{ROLE}"):
        iam.create_role(ROLE, policy, "/", None, "What the machines may do", [], "3600")
        profile = iam.create_instance_profile(ROLE, "/", [ROLE])
    return str(profile.arn)
