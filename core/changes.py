"""Which events of CloudTrail changed a machine, and what kind of change each of them was."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from core.change_words import PATCHING, words
from core.model import Model
from core.trail import Record, Subject, dig, line, record_of

Kind = Literal["deployment", "patch", "restart", "configuration", "security", "other"]


class Change(Model):
    """Something that somebody did to a machine; `at` is UTC, `resources` are AWS's names for what was touched."""

    at: datetime
    kind: Kind
    what: str
    by: str
    event_name: str
    event_id: str
    resources: tuple[str, ...] = ()


# What agents report of themselves is written too, but changes nothing.
_REPORTS = frozenset(
    {
        "CreateControlChannel",
        "CreateDataChannel",
        "OpenControlChannel",
        "OpenDataChannel",
        "PutComplianceItems",
        "PutConfigurePackageResult",
        "PutInventory",
        "RegisterManagedInstance",
        "UpdateInstanceAssociationStatus",
        "UpdateInstanceInformation",
    },
)
_KINDS: Mapping[tuple[str, str], Kind] = {
    ("codedeploy", "CreateDeployment"): "deployment",
    ("autoscaling", "StartInstanceRefresh"): "deployment",
    **dict.fromkeys(
        (
            ("ec2", "CreateReplaceRootVolumeTask"),
            ("ec2", "RebootInstances"),
            ("ec2", "RunInstances"),
            ("ec2", "StartInstances"),
            ("ec2", "StopInstances"),
            ("ec2", "TerminateInstances"),
        ),
        "restart",
    ),
    **dict.fromkeys(
        (
            ("ec2", "AssociateIamInstanceProfile"),
            ("ec2", "AuthorizeSecurityGroupEgress"),
            ("ec2", "AuthorizeSecurityGroupIngress"),
            ("ec2", "DisassociateIamInstanceProfile"),
            ("ec2", "ModifyInstanceMetadataOptions"),
            ("ec2", "ModifySecurityGroupRules"),
            ("ec2", "ReplaceIamInstanceProfileAssociation"),
            ("ec2", "RevokeSecurityGroupEgress"),
            ("ec2", "RevokeSecurityGroupIngress"),
            ("ec2-instance-connect", "SendSSHPublicKey"),
            ("ec2-instance-connect", "SendSerialConsoleSSHPublicKey"),
            ("ssm", "ResumeSession"),
            ("ssm", "StartSession"),
        ),
        "security",
    ),
}
_CONFIGURING = re.compile(r"(Associate|Attach|Create|Delete|Deregister|Detach|Disassociate|Modify|Register|Update)")
_CONFIGURED_BY = ("ec2", "autoscaling", "elasticloadbalancing")
_DOCUMENTS_THAT_CONFIGURE = re.compile(r"(AmazonCloudWatch-|AWS-Configure|AWS-Update)")
_WORDS = re.compile(r"[a-z]{2,}")
# Tags that say what runs on a machine; others, such as the environment, it shares with machines of every kind.
_NAMING = ("Application", "App", "Service", "Role", "Name", "aws:autoscaling:groupName")


def change_of(row: Mapping[str, object], subject: Subject) -> Change | None:
    """The change an event of LookupEvents tells of; None for reading, for what was refused, and for other machines."""
    record = record_of(row)
    if record is None or record.read_only or record.failed or record.name in _REPORTS or not record.name:
        return None
    if not _concerns(record, subject):
        return None
    return Change(
        at=record.at,
        kind=_kind(record),
        what=words(record, subject.instance_id),
        by=record.by,
        event_name=record.name,
        event_id=record.event_id,
        resources=record.resources,
    )


def newest_first(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Each event once, the latest one first."""
    once = {change.event_id or f"{change.event_name}/{change.at}": change for change in changes}
    return tuple(sorted(once.values(), key=lambda change: (change.at, change.event_id), reverse=True))


def _kind(record: Record) -> Kind:
    if record.name == "SendCommand":
        document = record.text("documentName").rpartition("/")[2]
        if document.startswith(PATCHING):
            return "patch"
        return "configuration" if _DOCUMENTS_THAT_CONFIGURE.match(document) else "other"
    if record.name.startswith("Modify") and (record.has("groupSet") or record.has("groupId")):
        return "security"
    known = _KINDS.get((record.source, record.name))
    if known:
        return known
    return "configuration" if record.source in _CONFIGURED_BY and _CONFIGURING.match(record.name) else "other"


def _concerns(record: Record, subject: Subject) -> bool:
    if record.name == "SendCommand":
        return _sent_to(record, subject)
    if record.name == "CreateDeployment":
        # Other services have an operation of this name too: Greengrass, Launch Wizard, API Gateway.
        return record.source == "codedeploy" and _deployed_to(record, subject)
    return True


def _sent_to(record: Record, subject: Subject) -> bool:
    """Machines are named one by one, or by targets that must all match."""
    if subject.instance_id in record.items("instanceIds"):
        return True
    targets = list(record.items("targets"))
    return bool(targets) and all(_matches(target, subject) for target in targets)


def _matches(target: object, subject: Subject) -> bool:
    key, values = line(dig(target, "key")), dig(target, "values")
    chosen = [line(each) for each in values] if isinstance(values, list) else []
    if key.lower() == "instanceids":
        return subject.instance_id in chosen or "*" in chosen
    tags = subject.tags
    if tags is None:
        return True
    if key.startswith("tag:"):
        return tags.get(key.removeprefix("tag:")) in chosen
    # A resource group does not say which machines it holds.
    return any(each in tags for each in chosen) if key == "tag-key" else True


def _deployed_to(record: Record, subject: Subject) -> bool:
    """The event names no machine: it may be meant where application or group share a word with the machine's names."""
    if subject.tags is None:
        return True
    names = (record.text("applicationName"), record.text("deploymentGroupName"))
    own = {word for tag in _NAMING for word in _WORDS.findall(subject.tags.get(tag, "").lower())}
    return not own or any(word in own for name in names for word in _WORDS.findall(name.lower()))
