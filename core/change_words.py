"""What an event of CloudTrail did, as one plain sentence."""

import re
from collections.abc import Callable, Mapping

from core.trail import Record, dig, line

PATCHING = ("AWS-RunPatchBaseline", "AWS-InstallWindowsUpdates", "AWS-ApplyPatchBaseline", "AWS-PatchAsgInstance")
_SCANS_OR_INSTALLS = "AWS-RunPatchBaseline"
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+")
_SENTENCES: Mapping[str, str] = {
    "AttachVolume": "A volume was attached",
    "AuthorizeSecurityGroupEgress": "A security group was opened for outgoing traffic",
    "CreateReplaceRootVolumeTask": "The root volume was replaced",
    "CreateTags": "Tags were set",
    "DeleteTags": "Tags were removed",
    "DetachVolume": "A volume was detached",
    "ModifyInstanceMetadataOptions": "The options of the metadata service were changed",
    "RebootInstances": "The instance was rebooted",
    "ResumeSession": "A shell session on the instance was resumed",
    "RevokeSecurityGroupEgress": "A security group was closed for some outgoing traffic",
    "RevokeSecurityGroupIngress": "A security group was closed for some incoming traffic",
    "RunInstances": "The instance was launched",
    "SendSSHPublicKey": "An SSH key was sent to the instance for a login",
    "StartInstances": "The instance was started",
    "StartSession": "A shell session on the instance was opened",
    "StopInstances": "The instance was stopped",
    "TerminateInstances": "The instance was terminated",
}


def words(record: Record, instance_id: str) -> str:
    """One sentence without a full stop; in the service's own words where the event is not known here."""
    special = _SPECIAL.get(record.name)
    if special:
        return special(record)
    known = _SENTENCES.get(record.name)
    if known:
        return known
    call = " ".join(part if part.isupper() else part.lower() for part in _PARTS.findall(record.name))
    others = [name for name in record.resources if name != instance_id]
    return f"{record.source or 'AWS'} was asked to {call or record.name}{f' ({others[0]})' if others else ''}"


def _command(record: Record) -> str:
    document = record.text("documentName").rpartition("/")[2] or "A command"
    told = f"{document} was run{_quoted(record.text('comment'))}"
    if document.startswith(_SCANS_OR_INSTALLS):
        # CloudTrail hides the parameters, and Operation is one of them.
        return f"{told}: a scan or an installation of patches"
    return told


def _deployment(record: Record) -> str:
    application, group = record.text("applicationName"), record.text("deploymentGroupName")
    where = f" to {group}" if group else ""
    return f"CodeDeploy deployment of {application or 'an application'}{where}{_quoted(record.text('description'))}"


def _quoted(text: str) -> str:
    return f" (“{text}”)" if text else ""


def _attribute(record: Record) -> str:
    kind = record.text("instanceType", "value") or record.text("instanceType")
    if kind:
        return f"The instance type was changed to {kind}"
    if record.has("groupSet"):
        return "The security groups of the instance were changed"
    if record.has("userData"):
        return "The user data of the instance was changed"
    return "An attribute of the instance was changed"


def _opened(record: Record) -> str:
    for rule in record.items("ipPermissions"):
        first, last = (str(dig(rule, name) or "") for name in ("fromPort", "toPort"))
        ports = f"port {first}" if first == last else f"ports {first} to {last}"
        ranges = dig(rule, "ipRanges", "items")
        sources = [line(dig(each, "cidrIp")) for each in ranges] if isinstance(ranges, list) else []
        if first and any(sources):
            return f"A security group was opened: {ports} from {', '.join(each for each in sources if each)}"
    return "A security group was opened for incoming traffic"


_SPECIAL: Mapping[str, Callable[[Record], str]] = {
    "AuthorizeSecurityGroupIngress": _opened,
    "CreateDeployment": _deployment,
    "ModifyInstanceAttribute": _attribute,
    "SendCommand": _command,
}
