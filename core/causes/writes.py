"""Changes that people and pipelines made shortly before: CloudTrail's writes as evidence, by what they can break."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from core.causes.evidence import Evidence
from core.causes.subject import Subject
from core.change_words import PATCHING
from core.trail import Record, dig, line, record_of

# What is older hardly explains a sudden change; the weight fades long before.
WITHIN = timedelta(hours=2)
_DEPLOYMENTS = frozenset(
    {
        ("ecs", "UpdateService"),
        ("ecs", "CreateService"),
        ("codedeploy", "CreateDeployment"),
        ("lambda", "UpdateFunctionCode20150331v2"),
        ("lambda", "UpdateFunctionCode"),
        ("lambda", "PublishVersion20150331"),
        ("lambda", "UpdateAlias20150331"),
        ("cloudformation", "UpdateStack"),
        ("cloudformation", "ExecuteChangeSet"),
        ("autoscaling", "StartInstanceRefresh"),
        ("elasticbeanstalk", "UpdateEnvironment"),
        ("apprunner", "UpdateService"),
    }
)
_NETWORK = frozenset(
    {
        "ReplaceNetworkAclEntry",
        "CreateNetworkAclEntry",
        "DeleteNetworkAclEntry",
        "ReplaceNetworkAclAssociation",
        "DeleteRoute",
        "ReplaceRoute",
        "CreateRoute",
        "DisassociateRouteTable",
        "ReplaceRouteTableAssociation",
        "DeleteNatGateway",
        "DetachInternetGateway",
        "ModifyInstanceAttribute",
        "ModifyNetworkInterfaceAttribute",
        "DeleteVpcEndpoints",
        "DeleteListener",
        "ModifyListener",
        "DeregisterTargets",
    }
)
_RIGHTS = ("AttachUserPolicy", "AttachRolePolicy", "PutUserPolicy", "PutRolePolicy", "CreateAccessKey", "CreateUser")
_KINDS = {
    ("ec2", "RevokeSecurityGroupIngress"): "security_group_closed",
    ("route53", "ChangeResourceRecordSets"): "dns_record_changed",
}
# Documents of AWS, which approved patches use too, and ours that takes packages back.
_PATCHING = (*PATCHING, "SRE-UndoTransaction")
_AUTHORISING = frozenset({"AuthorizeSecurityGroupIngress", "ModifySecurityGroupRules"})
_ANYWHERE = ("0.0.0.0/0", "::/0")
# What touches the alert's own thing counts in full, the same kind of change elsewhere less.
_ELSEWHERE = 0.35
_MOST = 12
# A shorter name stands in too many words.
_TELLING = 4


def changes_before(
    events: Iterable[Mapping[str, object]], subject: Subject, words: str, onset: datetime
) -> tuple[Evidence, ...]:
    """What was changed in the two hours before the onset and can have caused it, newest first, at most twelve.

    `words` are the alert's own: a change of something that they name counts as one of the alert's thing.
    """
    found = []
    for event in events:
        record = record_of({"CloudTrailEvent": json.dumps(event)})
        if record is None or record.read_only or record.failed or not onset - WITHIN <= record.at <= onset:
            continue
        evidence = _evidence(record, event, subject, words.lower())
        if evidence is not None:
            found.append(evidence)
    return tuple(sorted(found, key=lambda each: each.first_seen or onset, reverse=True)[:_MOST])


def _evidence(record: Record, event: Mapping[str, object], subject: Subject, words: str) -> Evidence | None:
    names = _touched(record)
    own = any(name in subject.named for name in names) or any(
        name.lower() in words for name in names if len(name) >= _TELLING
    )
    kind = _kind(record)
    if kind is None and not own:
        return None
    changed = next(iter(names), record.source)
    values = {
        "changer": record.by,
        "change": record.name,
        "changed": changed,
        "change_id": line(event.get("eventID")),
        **_details(record, kind, changed),
    }
    return Evidence(
        kind=kind or "change_before",
        source="CloudTrail",
        said=_said(record, kind, changed, values),
        component=changed,
        first_seen=record.at,
        strength=1.0 if own or _same_port(values, words) else _ELSEWHERE,
        values={name: value for name, value in values.items() if value},
        query=f"cloudtrail LookupEvents EventId={values['change_id']}",
    )


def _same_port(values: Mapping[str, str], words: str) -> bool:
    """Whether an alert names the very port that a rule was about."""
    port = values.get("rule_port", "")
    return bool(port) and re.search(rf"(?:port[ =:]+|:){re.escape(port)}\b", words) is not None


def _kind(record: Record) -> str | None:
    if (record.source, record.name) in _DEPLOYMENTS:
        return "deployment_before"
    if record.name == "SendCommand":
        return "patch_before" if record.text("documentName").rpartition("/")[2].startswith(_PATCHING) else None
    if record.name in _AUTHORISING and any(place in str(record.request) for place in _ANYWHERE):
        return "opened_to_world"
    if record.source == "iam" and record.name.startswith(_RIGHTS):
        return "rights_changed"
    return _KINDS.get((record.source, record.name)) or ("network_changed" if record.name in _NETWORK else None)


def _touched(record: Record) -> tuple[str, ...]:
    """The names in a request that say what was changed, the most telling first."""
    request = record.request if isinstance(record.request, dict) else {}
    named = (
        "service",
        "functionName",
        "applicationName",
        "stackName",
        "autoScalingGroupName",
        "dBInstanceIdentifier",
        "groupId",
        "instanceId",
        "networkAclId",
        "routeTableId",
        "targetGroupArn",
        "hostedZoneId",
        "userName",
        "roleName",
        "name",
        "parameterName",
        "cluster",
    )
    direct = [_last(line(request.get(name))) for name in named]
    items = [line(dig(each, "instanceId")) for each in record.items("instancesSet")]
    items += [line(each) for each in record.items("instanceIds")]
    ours = [line(dig(each, "resourceRecordSet", "name")).rstrip(".") for each in record.items("changeBatch", "changes")]
    return tuple(dict.fromkeys(name for name in (*ours, *direct, *items, *map(_last, record.resources)) if name))


def _last(name: str) -> str:
    """The last part of an ARN, and anything else as it is."""
    return name.rpartition("/")[2] or name.rpartition(":")[2] if name.startswith("arn:") else name


def _details(record: Record, kind: str | None, changed: str) -> dict[str, str]:
    if kind == "deployment_before":
        task = _last(record.text("taskDefinition"))
        return {
            "deployment": f"A deployment of {changed}" + (f" ({task})" if task else ""),
            "deployed_service": changed,
            "cluster": _last(record.text("cluster")),
            "ecs_service": changed if record.source == "ecs" else "",
            "task_definition": task,
            "deployment_id": line(dig(record.request, "deploymentId")),
        }
    if kind == "patch_before":
        return {"patched": changed}
    if kind in {"security_group_closed", "opened_to_world"}:
        return {"security_group": record.text("groupId") or changed, **_rule(record)}
    if kind == "dns_record_changed":
        return {"zone_id": record.text("hostedZoneId")}
    return {}


def _rule(record: Record) -> dict[str, str]:
    """The first rule of a call about a security group."""
    permission = next(iter(record.items("ipPermissions")), {})
    protocol = line(dig(permission, "ipProtocol"))
    first, last = dig(permission, "fromPort"), dig(permission, "toPort")
    port = "" if first is None else f"{first}" if first == last else f"{first}-{last}"
    ranges = dig(permission, "ipRanges", "items")
    groups = dig(permission, "groups", "items")
    source = ""
    if isinstance(ranges, list) and ranges:
        source = line(dig(ranges[0], "cidrIp"))
    elif isinstance(groups, list) and groups:
        source = line(dig(groups[0], "groupId"))
    said = " ".join(part for part in (protocol, port, f"from {source}" if source else "") if part)
    return {"rule": said, "rule_protocol": protocol, "rule_port": port, "rule_source": source}


def _said(record: Record, kind: str | None, changed: str, values: Mapping[str, str]) -> str:
    if kind == "security_group_closed":
        rule = f" ({values['rule']})" if values.get("rule") else ""
        return f"{record.by} took a rule out of security group {values['security_group']}{rule}."
    if kind == "deployment_before":
        return f"{record.by} deployed {changed} with {record.name}."
    return f"{record.by} called {record.name} on {changed}."
