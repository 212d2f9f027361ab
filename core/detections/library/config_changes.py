"""Configuration that opens the account to the network, or guards it less."""

from core.detections.event import Event
from core.detections.library.conditions import by_hand, is_off, is_set
from core.detections.reading import found, member, text, texts
from core.detections.rule import CRITICAL, HIGH, INFORMATIONAL, LOW, MEDIUM, Failures, Rule, advice, on, shelf
from core.findings import Severity
from core.security_groups import Exposure, judge

_WORLD = ("0.0.0.0/0", "::/0")
_GROUPS = (
    on("ec2", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "ModifySecurityGroupRules",
       "ModifyNetworkInterfaceAttribute", "ModifyInstanceAttribute", "CreateManagedPrefixList",
       "ModifyManagedPrefixList")
    | on("rds", "AuthorizeDBSecurityGroupIngress") | on("elasticache", "AuthorizeCacheSecurityGroupIngress")
    | on("redshift", "AuthorizeClusterSecurityGroupIngress")
    | on("elasticloadbalancing", "SetSecurityGroups", "ApplySecurityGroupsToLoadBalancer")
)  # fmt: skip
_EXPOSED = {Exposure.CRITICAL: CRITICAL, Exposure.HIGH: HIGH, Exposure.MEDIUM: MEDIUM, Exposure.LOW: LOW}
_REACHABLE = advice(
    "What the internet can reach is found by scanners within minutes and tried day and night.",
    "Which addresses and ports are open now, and to what?; Is there a ticket for it?; Who connected since?",
    "Close it again, or narrow it to the addresses that need it; Look through flow logs and logins since",
)
_NETWORK = advice(
    "Routes, gateways and access lists decide who can reach what; a small change opens or cuts off much.",
    "Is there a ticket for it?; What is reachable now that was not before?",
    "Put the former state back; Look through flow logs for what came through",
)
_STATE = advice(
    "A guard that was on is off; nothing happened yet, but the next mistake or attack is worse.",
    "Is there a ticket for it?; Is the setting part of a baseline that another tool puts back?",
    "Put the former setting back; Look for other settings that the caller changed",
)


def _acl_open(event: Event) -> bool | Severity:
    """An entry that lets the whole internet in; what goes out, and what is refused, opens nothing."""
    cidr = event.asked("cidrBlock") or event.asked("ipv6CidrBlock")
    inward = text(member(event.request, "egress")).lower() != "true" and member(event.request, "egress") is not True
    return MEDIUM if cidr in _WORLD and event.asked("ruleAction").lower() == "allow" and inward else False


def _default_route(event: Event) -> bool:
    cidr = event.asked("destinationCidrBlock") or event.asked("destinationIpv6CidrBlock")
    ways = ("gatewayId", "instanceId", "networkInterfaceId", "vpcPeeringConnectionId", "transitGatewayId")
    return by_hand(event) and cidr in _WORLD and any(event.asked(each) for each in ways)


def _cluster_public(event: Event) -> bool | Severity:
    settings = member(event.request, "resourcesVpcConfig")
    public = any(text(each).lower() == "true" or each is True for each in found(settings, "endpointpublicaccess"))
    open_to = [cidr for each in found(settings, "publicaccesscidrs") for cidr in texts(each)]
    return MEDIUM if any(each in _WORLD for each in open_to) or (public and not open_to) else False


def _instance_opened(event: Event) -> bool:
    return event.name == "ModifyDBInstance" and is_set("publiclyAccessible")(event)


def _group_opened(event: Event) -> bool | Severity:
    """What a rule opens, and for whom; one made by hand that opens little is worth a line, as CIS 5.10 has it."""
    quiet = event.who.tool or bool(event.error) or not event.name.startswith("Authorize")
    by_a_person = by_hand(event) and not quiet and INFORMATIONAL
    return _EXPOSED.get(judge(event.raw), by_a_person)


RULES = shelf(
    "config_changes",
    Rule(slug="security-group-opened", title="A security group lets more in", severity=HIGH, technique="T1562.007",
         calls=_GROUPS, when=_group_opened, failures=Failures.DENIED, advice=_REACHABLE, by_tool=LOW,
         confidence="high"),
    Rule(slug="network-acl-open", title="A network access list lets the internet in", severity=MEDIUM,
         technique="T1562.007", calls=on("ec2", "CreateNetworkAclEntry", "ReplaceNetworkAclEntry"), when=_acl_open,
         advice=_REACHABLE, by_tool=LOW),
    Rule(slug="default-route", title="A network was given another way to the internet", severity=LOW,
         technique="T1562.007", calls=on("ec2", "CreateRoute", "ReplaceRoute"), when=_default_route, advice=_NETWORK),
    Rule(slug="database-public", title="A database was made reachable from the internet", severity=HIGH,
         technique="T1562.007", calls=on("rds", "ModifyDBInstance"), when=_instance_opened, failures=Failures.DENIED,
         advice=_REACHABLE, by_tool=LOW),
    Rule(slug="database-made-public", title="A database was made where the internet can reach it", severity=LOW,
         technique="T1190",
         calls=on("rds", "CreateDBInstance") | on("redshift", "CreateCluster", "ModifyCluster") | on("dms",
             "CreateReplicationInstance"), when=is_set("publiclyAccessible"), advice=_REACHABLE),
    Rule(slug="cluster-public", title="A Kubernetes control plane answers the internet", severity=MEDIUM,
         technique="T1562.007", calls=on("eks", "UpdateClusterConfig"), when=_cluster_public, advice=_REACHABLE,
         by_tool=LOW),
    Rule(slug="bucket-encryption-off", title="The encryption of a bucket was taken away", severity=LOW,
         technique="T1562.001", calls=on("s3", "DeleteBucketEncryption"), when=by_hand, advice=_STATE),
    Rule(slug="bucket-policy-removed", title="The policy of a bucket was deleted", severity=LOW, technique="T1562.001",
         calls=on("s3", "DeleteBucketPolicy"), when=by_hand, advice=_STATE),
    Rule(slug="deletion-protection-off", title="Protection against deletion was switched off", severity=LOW,
         technique="T1490",
         when=lambda event: by_hand(event) and (is_off("deletionProtection")(event) or
             is_off("deletionProtectionEnabled")(event)),
         calls=on("rds", "ModifyDBInstance", "ModifyDBCluster", "ModifyGlobalCluster") | on("dynamodb", "UpdateTable") |
             on("cognito-idp", "UpdateUserPool") | on("docdb", "ModifyDBCluster"), advice=_STATE),
    Rule(slug="image-made-elsewhere", title="An image was made or registered by hand", severity=LOW, technique="T1525",
         calls=on("ec2", "RegisterImage", "ImportImage"), when=by_hand, advice=_STATE),
)  # fmt: skip
