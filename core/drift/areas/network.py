"""Changes of networks: access lists, gateways, routes, peerings, endpoints."""

from core.detections.event import Event
from core.detections.reading import found, is_true, member, shown, text
from core.drift.answer import Area
from core.drift.grants import Thing, of_policy
from core.drift.said import Plain, Readers, Said, safer
from core.findings import Severity
from core.security_groups.exposure import Exposure
from core.security_groups.ports import level_of
from core.security_groups.ranges import is_world, network
from core.security_groups.rules import Rule, rules_of
from core.security_groups.words import opening

_SEVERITY = {Exposure.CRITICAL: Severity.HIGH, Exposure.HIGH: Severity.MEDIUM}
_TARGETS = {
    "gatewayId": "gateway",
    "natGatewayId": "NAT gateway",
    "instanceId": "instance",
    "networkInterfaceId": "interface",
    "vpcPeeringConnectionId": "peering",
    "transitGatewayId": "transit gateway",
    "egressOnlyInternetGatewayId": "gateway",
}


def _acl_entry(event: Event) -> Said:
    """One line of a network ACL. It opens nothing by itself: a security group has to agree."""
    acl, outward = shown(event.asked("networkAclId")), is_true(member(event.request, "egress"))
    rule = _rule(event)
    allows = event.asked("ruleAction").lower() == "allow"
    what = f"A line of network ACL {acl} was {'replaced' if event.name.startswith('Replace') else 'added'}"
    if rule is None:
        return Said(what, Severity.MEDIUM, touches=("FSBP EC2.21",), resource=acl)
    networks = tuple(one for cidr in rule.cidrs if (one := network(cidr)))
    after = f"{'allows' if allows else 'denies'} {opening(rule, networks)}"
    if allows and not outward and is_world(networks):
        level = level_of(rule.protocol, rule.first, rule.last)
        broken = ("FSBP EC2.21",) if level is Exposure.CRITICAL else ()
        severity = Severity.LOW if rule.protocol == "all" else _SEVERITY.get(level, Severity.LOW)
        return Said(what, severity, after=after, breaks=broken, resource=acl)
    return Said(what, Severity.LOW, after=after, resource=acl)


def _rule(event: Event) -> Rule | None:
    """The line in the form of a security group's rule, so that one table of ports serves both."""
    ports = member(event.request, "portRange")
    cidrs = {"cidrIp": event.asked("cidrBlock"), "cidrIpv6": event.asked("ipv6CidrBlock")}
    form = {
        "ipProtocol": event.asked("aclProtocol") or event.asked("protocol"),
        "fromPort": member(ports, "from"),
        "toPort": member(ports, "to"),
        "isEgress": is_true(member(event.request, "egress")),
        **{name: said for name, said in cidrs.items() if said},
    }
    return next(iter(rules_of(form)), None)


def _route(event: Event) -> Said:
    """CreateRoute and ReplaceRoute: whither, and through what."""
    table = shown(event.asked("routeTableId"))
    where = event.asked("destinationCidrBlock") or event.asked("destinationIpv6CidrBlock")
    reached = network(where)
    target = next((f"{kind} {shown(event.asked(name))}" for name, kind in _TARGETS.items() if event.asked(name)), "")
    after = f"{shown(where) or 'a list of ranges'} goes through {target or 'something else'}"
    world = reached is not None and is_world([reached])
    inward = event.asked("gatewayId").startswith("igw-")
    by_machine = bool(event.asked("instanceId") or event.asked("networkInterfaceId"))
    risky = world and (inward or by_machine)
    what = f"Route table {table} leads {'to the internet' if world and inward else 'elsewhere'}"
    before = "no such route" if event.name == "CreateRoute" else "another way"
    return Said(what, Severity.MEDIUM if risky else Severity.LOW, before, after, resource=table)


def _peering(event: Event) -> Said:
    owners = {text(one) for one in found({"a": event.request, "b": event.response}, "peerownerid", "ownerid")}
    others = sorted(one for one in owners if one and one != event.account)
    verb = "accepted" if event.name.startswith("Accept") else "asked for"
    with_whom = f" with account {shown(others[0])}" if others else ""
    severity = Severity.MEDIUM if others else Severity.LOW
    peering = shown(next((text(one) for one in found(event.response, "vpcpeeringconnectionid")), ""))
    return Said(f"A peering of VPCs{with_whom} was {verb}", severity, "not joined", "joined", resource=peering)


def _endpoint(event: Event) -> Said:
    document = next(iter(found(event.request, "policydocument")), None)
    if document is None:
        return Said("A VPC endpoint was changed", Severity.LOW)
    said = of_policy(event, document, Thing("VPC endpoint"))
    # The policy that AWS gives an endpoint lets everybody of the VPC through to everything.
    return Said("The policy of a VPC endpoint was changed", Severity.LOW, after=said.after)


def _public_block(event: Event) -> Said:
    mode = next((text(one) for one in found(event.request, "internetgatewayblockmode")), "")
    if mode == "off":
        what = "VPCs no longer block the internet"
        return Said(what, Severity.HIGH, after="not blocked", breaks=("FSBP EC2.172",))
    return Said(
        "VPCs block the internet", Severity.INFORMATIONAL, after=shown(mode), good=True, meets=("FSBP EC2.172",)
    )


def _listener(event: Event) -> Said:
    plain = event.asked("protocol") == "HTTP" and not any(
        "redirect" in text(one) for one in found(event.request, "type")
    )
    what = f"A load balancer listens on port {shown(event.asked('port'))}"
    return Said(what, Severity.LOW, after="HTTP, not encrypted" if plain else shown(event.asked("protocol")))


READERS = Readers(
    Area.NETWORK,
    {
        "ec2:CreateNetworkAcl": Plain("A network ACL was created", Severity.INFORMATIONAL),
        "ec2:DeleteNetworkAcl": Plain("Network ACL {} was deleted", Severity.LOW, "existed", "gone"),
        "ec2:DeleteNetworkAclEntry": Plain(
            "A line of network ACL {} was deleted", Severity.LOW, touches=("FSBP EC2.21",)
        ),
        "ec2:ReplaceNetworkAclAssociation": Plain(
            "A subnet has another network ACL", Severity.LOW, touches=("FSBP EC2.21",)
        ),
        "ec2:CreateInternetGateway": Plain(
            "An internet gateway was created", Severity.LOW, "none", "attached to nothing yet"
        ),
        "ec2:AttachInternetGateway": Plain(
            "A VPC was joined to the internet", Severity.MEDIUM, "no way to the internet", "a gateway"
        ),
        "ec2:DetachInternetGateway": safer("A VPC was parted from the internet", before="a gateway", after="none"),
        "ec2:DeleteInternetGateway": Plain("Internet gateway {} was deleted", Severity.LOW, "existed", "gone"),
        "ec2:CreateEgressOnlyInternetGateway": Plain("A gateway for what leaves was created", Severity.LOW),
        "ec2:CreateNatGateway": Plain("A NAT gateway was created", Severity.LOW),
        "ec2:DeleteNatGateway": Plain("A NAT gateway was deleted", Severity.LOW, "existed", "gone"),
        "ec2:CreateCustomerGateway": Plain("A customer gateway was created", Severity.LOW),
        "ec2:DeleteCustomerGateway": Plain("A customer gateway was deleted", Severity.LOW, "existed", "gone"),
        "ec2:AttachVpnGateway": Plain("A VPN gateway was attached to a VPC", Severity.LOW),
        "ec2:DetachVpnGateway": Plain("A VPN gateway was detached", Severity.LOW),
        "ec2:CreateVpnConnection": Plain("A VPN was set up", Severity.MEDIUM, "none", "another network is joined"),
        "ec2:DeleteVpnConnection": Plain("A VPN was taken down", Severity.LOW),
        "ec2:CreateTransitGatewayVpcAttachment": Plain("A VPC was joined to a transit gateway", Severity.MEDIUM),
        "ec2:CreateRouteTable": Plain("A route table was created", Severity.INFORMATIONAL),
        "ec2:DeleteRouteTable": Plain("Route table {} was deleted", Severity.LOW, "existed", "gone"),
        "ec2:DeleteRoute": Plain("A route of table {} was deleted", Severity.LOW, "a route", "none"),
        "ec2:AssociateRouteTable": Plain("A subnet has route table {}", Severity.LOW),
        "ec2:DisassociateRouteTable": Plain("A subnet fell back to the main route table", Severity.LOW),
        "ec2:ReplaceRouteTableAssociation": Plain("A subnet has another route table", Severity.LOW),
        "ec2:CreateVpc": Plain("A VPC was created", Severity.INFORMATIONAL),
        "ec2:DeleteVpc": Plain("VPC {} was deleted", Severity.LOW, "existed", "gone"),
        "ec2:ModifyVpcAttribute": Plain("An attribute of VPC {} was changed", Severity.LOW),
        "ec2:DeleteVpcPeeringConnection": Plain("A peering of VPCs was ended", Severity.LOW, "joined", "parted"),
        "ec2:DeleteVpcEndpoints": Plain("A VPC endpoint was deleted", Severity.LOW, "existed", "gone"),
        "route53:ChangeResourceRecordSets": Plain("Records of DNS zone {} were changed", Severity.LOW),
    },
    {
        "ec2:CreateNetworkAclEntry": _acl_entry,
        "ec2:ReplaceNetworkAclEntry": _acl_entry,
        "ec2:CreateRoute": _route,
        "ec2:ReplaceRoute": _route,
        "ec2:CreateVpcPeeringConnection": _peering,
        "ec2:AcceptVpcPeeringConnection": _peering,
        "ec2:CreateVpcEndpoint": _endpoint,
        "ec2:ModifyVpcEndpoint": _endpoint,
        "ec2:ModifyVpcBlockPublicAccessOptions": _public_block,
        "elasticloadbalancing:CreateListener": _listener,
        "elasticloadbalancing:ModifyListener": _listener,
    },
)
