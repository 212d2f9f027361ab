"""Levels of changes, by what they open for whom."""

import json
from ipaddress import IPv6Interface
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.security_groups import Exposure, judge, judgement
from core.security_groups.calls import ALL
from tests.core.security_groups.changes import GROUP, call, egress, ingress, permission

WORLD = "0.0.0.0/0"
OPEN = permission(WORLD)
FLAT = {"groupId": GROUP, "ipProtocol": "tcp", "fromPort": "22", "toPort": "22", "cidrIp": WORLD, "ipPermissions": {}}
MODIFIED = {
    "ModifySecurityGroupRulesRequest": {
        "GroupId": GROUP,
        "SecurityGroupRule": [
            {
                "tag": 1,
                "SecurityGroupRuleId": "sgr-01",
                "SecurityGroupRule": {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIpv6": "::/0"},
            }
        ],
    }
}


@pytest.mark.parametrize(
    ("port", "level"),
    [
        *((port, "critical") for port in (22, 23, 445, 2376, 3389, 5900, 5985)),
        *((port, "high") for port in (21, 135, 1433, 2380, 3306, 5432, 6443, 8088, 9200, 27017)),
        *((port, "medium") for port in (8443, 31234)),
        *((port, "none") for port in (80, 443)),
    ],
)
def test_what_listens_on_a_port_decides(port: int, level: str) -> None:
    assert judge(ingress(permission(WORLD, port=port))) == level


@pytest.mark.parametrize(
    ("cidrs", "level"),
    [
        (["0.0.0.0/1", "128.0.0.0/1"], "critical"),
        (["64.0.0.0/2"], "critical"),
        ([f"{first}.0.0.0/8" for first in (11, 12, 13)], "critical"),
        (["9.9.9.9/0"], "critical"),
        (["0000:0000:0000:0000:0000:0000:0000:0000/0"], "critical"),
        (["2000::/3"], "critical"),
        (["13.0.0.0/8"], "high"),
        (["2600:1f00::/20"], "high"),
        (["198.51.0.0/16"], "medium"),
        (["2001:db8::/32"], "medium"),
        (["203.0.113.0/24"], "low"),
        (["203.0.113.9"], "low"),
        (["2001:db8:1:2::/64"], "low"),
        (["10.0.0.0/8", "100.64.0.0/10", "fd00::/8", "fe80::/10"], "none"),
        (["not a range"], "medium"),
    ],
)
def test_who_is_let_in_decides(cidrs: list[str], level: str) -> None:
    assert judge(ingress(permission(*cidrs))) == level


@pytest.mark.parametrize(
    ("opened", "level"),
    [
        ({"protocol": "-1", "port": None}, "critical"),
        ({"protocol": -1, "port": -1}, "critical"),
        ({"protocol": "6"}, "critical"),
        ({"port": 0, "to": 65_535}, "critical"),
        ({"port": -1, "to": -1}, "critical"),
        ({"port": 79, "to": 81}, "medium"),
        ({"port": 6370, "to": 6390}, "high"),
        ({"protocol": "udp", "port": 161}, "high"),
        ({"protocol": "17", "port": 443}, "none"),
        ({"protocol": "UDP", "port": 1194}, "medium"),
        ({"protocol": "icmp", "port": 8, "to": -1}, "low"),
        ({"protocol": 58, "port": -1}, "low"),
        ({"protocol": "50", "port": None}, "medium"),
    ],
)
def test_protocols_and_ports_are_read_in_every_spelling(opened: dict[str, Any], level: str) -> None:
    assert judge(ingress(permission(WORLD, **opened))) == level


@pytest.mark.parametrize(
    ("rule", "level"),
    [
        (permission(lists=("pl-0a1b2c3d4e5f6a7b8",)), "medium"),
        (permission(lists=("pl-0a1b2c3d4e5f6a7b8",), port=443), "none"),
        (permission(lists=("pl-1a2b3c4d",)), "low"),
        (permission(groups=[{"groupId": "sg-1"}]), "none"),
        (permission(groups=[{"groupId": "sg-1", "userId": "210987654321"}]), "none"),
        (permission(groups=[{"groupId": "sg-1", "userId": "999988887777"}]), "medium"),
        (permission(groups=[{"groupId": GROUP}], protocol="-1"), "low"),
        (permission("172.16.0.0/12", protocol="-1"), "low"),
    ],
)
def test_lists_groups_and_private_ranges_are_told_apart(rule: dict[str, Any], level: str) -> None:
    assert judge(ingress(rule)) == level


@pytest.mark.parametrize(
    ("rule", "level"),
    [
        (permission(WORLD, protocol="-1"), "low"),
        (permission(WORLD, port=443), "none"),
        (permission(WORLD, port=25), "medium"),
        (permission(WORLD, port=6667), "low"),
        (permission("203.0.113.9/32", port=25), "none"),
        (permission("10.0.0.0/8", port=25), "none"),
    ],
)
def test_what_leaves_is_weighed_less(rule: dict[str, Any], level: str) -> None:
    assert judge(egress(rule)) == level


@pytest.mark.parametrize(
    ("event", "level"),
    [
        (call("AuthorizeSecurityGroupIngress", FLAT), "critical"),
        (call("ModifySecurityGroupRules", MODIFIED), "critical"),
        (ingress(permission("10.0.0.0/8", port=443), OPEN), "critical"),
        (call("AuthorizeSecurityGroupIngress", {"groupId": GROUP, "ipPermissions": [OPEN]}), "critical"),
        (call("AuthorizeSecurityGroupIngress", {"ipPermissions": {"items": OPEN}}), "critical"),
        (call("AuthorizeSecurityGroupIngress", {"ipPermissions": [OPEN | {"ipRanges": [WORLD]}]}), "critical"),
        (call("AuthorizeDBSecurityGroupIngress", {"dBSecurityGroupName": "db", "cIDRIP": WORLD}), "high"),
        (
            call("AuthorizeClusterSecurityGroupIngress", {"clusterSecurityGroupName": "c", "cIDRIP": "10.1.0.0/16"}),
            "none",
        ),
        (ingress(permission(WORLD, port=443), group="default"), "medium"),
        (ingress(permission("10.0.0.0/8"), group="default"), "low"),
        (call("AuthorizeSecurityGroupIngress", {"groupId": GROUP}), "medium"),
        (
            call("ModifyInstanceAttribute", {"instanceId": "i-1", "groupSet": {"items": [{"groupId": "sg-2"}]}}),
            "medium",
        ),
        (call("ModifyInstanceAttribute", {"instanceId": "i-1", "instanceType": {"value": "m7g.large"}}), "none"),
        (call("SetSecurityGroups", {"loadBalancerArn": "a", "securityGroups": ["sg-2"]}), "medium"),
        (call("ModifyManagedPrefixList", {"ModifyManagedPrefixListRequest": {"AddEntry": {"Cidr": WORLD}}}), "high"),
        (call("CreateSecurityGroup", {"groupName": "web"}), "none"),
        (call("DescribeSecurityGroups", {}), "none"),
    ],
)
def test_every_call_is_read_in_its_own_shape(event: dict[str, Any], level: str) -> None:
    assert judge(event) == level


def test_rules_are_read_from_the_answer_where_the_request_has_none() -> None:
    told = {"isEgress": False, "ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "cidrIpv4": WORLD, "groupId": GROUP}
    answer = {"_return": True, "securityGroupRuleSet": {"items": [told]}}
    assert judge(call("AuthorizeSecurityGroupIngress", None, responseElements=answer)) is Exposure.CRITICAL


@pytest.mark.parametrize(
    ("told", "level"),
    [
        ({"errorCode": "Client.InvalidPermission.Duplicate"}, "none"),
        ({"errorCode": "Client.InvalidGroup.NotFound"}, "none"),
        ({"errorCode": "Client.UnauthorizedOperation"}, "medium"),
        ({"errorCode": "AccessDenied"}, "medium"),
        ({"errorCode": "Client.DryRunOperation"}, "low"),
        ({"responseElements": {"_return": False}}, "none"),
        ({"eventName": "RevokeSecurityGroupIngress"}, "none"),
    ],
)
def test_what_was_not_done_or_was_closed_opens_nothing(told: dict[str, Any], level: str) -> None:
    assert judge(ingress(OPEN) | told) == level


def test_closing_is_told_as_closing_only_when_it_was_done() -> None:
    revoked = ingress(OPEN) | {"eventName": "RevokeSecurityGroupIngress"}
    judged, failed = judgement(revoked), judgement(revoked | {"errorCode": "AccessDenied"})
    assert judged
    assert failed
    assert judged.closes
    assert judged.opened == "tcp 22 (SSH) from the whole internet (0.0.0.0/0)"
    assert not failed.closes


def test_the_controls_that_are_broken_are_named() -> None:
    judged = judgement(ingress(permission(WORLD, "::/0")))
    expected = ("CIS 5.10", "CIS 6.3", "CIS 6.4", "FSBP EC2.13", "FSBP EC2.18", "FSBP EC2.19")
    assert judged
    assert judged.controls == expected


CIDRS = st.one_of(
    st.ip_addresses(v=4).flatmap(lambda ip: st.integers(0, 32).map(lambda bits: f"{ip}/{bits}")),
    st.ip_addresses(v=6).flatmap(lambda ip: st.integers(0, 128).map(lambda bits: f"{ip}/{bits}")),
    st.sampled_from([WORLD, "::/0", "0.0.0.0/1", "10.0.0.0/8"]),
)
PORTS = st.integers(0, 65_535) | st.sampled_from([22, 80, 443, 3306])
RULES = st.builds(
    lambda cidrs, port, more, protocol: permission(*cidrs, port=port, to=min(65_535, port + more), protocol=protocol),
    st.lists(CIDRS, min_size=1, max_size=3),
    PORTS,
    st.integers(0, 3000),
    st.sampled_from(["tcp", "udp", "icmp", "-1"]),
)
NAMES = {"tcp": "6", "udp": 17, "icmp": "1", "-1": -1}


@given(st.lists(RULES, min_size=1, max_size=4), CIDRS)
def test_one_more_range_never_lowers_the_level(rules: list[dict[str, Any]], cidr: str) -> None:
    before = judge(ingress(*rules))
    wider = [rules[0] | {"ipRanges": {"items": [*rules[0]["ipRanges"]["items"], {"cidrIp": cidr}]}}, *rules[1:]]
    assert judge(ingress(*wider)).weight >= before.weight


@given(st.lists(RULES, min_size=1, max_size=4).flatmap(lambda rules: st.tuples(st.just(rules), st.permutations(rules))))
def test_order_spelling_and_wrapping_change_nothing(drawn: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    rules, mixed = drawn
    numbered = [rule | {"ipProtocol": NAMES[rule["ipProtocol"]], "fromPort": str(rule["fromPort"])} for rule in mixed]
    plain = [rule | {"ipRanges": [one["cidrIp"] for one in rule["ipRanges"]["items"]]} for rule in numbered]
    upper = [{name[0].upper() + name[1:]: value for name, value in rule.items()} for rule in plain]
    levels = {judge(ingress(*each)) for each in (rules, mixed, numbered, plain, upper)}
    assert len(levels) == 1


@given(st.lists(st.ip_addresses(v=6).map(lambda ip: f"{ip}/20"), min_size=1, max_size=3))
def test_ranges_written_in_full_and_in_short_are_the_same(cidrs: list[str]) -> None:
    long = [":".join(f"{int(one or '0', 16):04X}" for one in _groups(cidr)) + "/20" for cidr in cidrs]
    assert judge(ingress(permission(*cidrs))) == judge(ingress(permission(*long)))


def _groups(cidr: str) -> list[str]:
    return IPv6Interface(cidr).ip.exploded.split(":")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=12) | CIDRS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "items",
                    "ipPermissions",
                    "ipProtocol",
                    "fromPort",
                    "cidrIp",
                    "ipRanges",
                    "groups",
                    "groupId",
                    "dryRun",
                ]
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.sampled_from(sorted(ALL)) | JSON, JSON, JSON, JSON)
def test_no_json_makes_it_raise(name: object, request: object, answer: object, error: object) -> None:
    event = {"eventName": name, "requestParameters": request, "responseElements": answer, "errorCode": error}
    assert judge(event) in set(Exposure)
    assert judge(request) in set(Exposure)
    json.dumps(str(judgement(event)))
