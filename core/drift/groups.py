"""Changes of security groups, as the judgement of rules tells them."""

from core.detections.event import Event
from core.detections.reading import shown, text
from core.drift.controls import CONTROLS
from core.drift.said import Said
from core.findings import Severity
from core.request_shapes import member, texts
from core.security_groups import Exposure, Judgement, judgement
from core.security_groups.calls import LISTS, NAMES, SWAPS

_SEVERITY = {
    Exposure.CRITICAL: Severity.CRITICAL,
    Exposure.HIGH: Severity.HIGH,
    Exposure.MEDIUM: Severity.MEDIUM,
    Exposure.LOW: Severity.LOW,
    Exposure.NONE: Severity.INFORMATIONAL,
}
_PORTS = ("FSBP EC2.13", "FSBP EC2.14", "FSBP EC2.18", "FSBP EC2.19")


def of_security_group(event: Event) -> Said | None:
    """What a call does to a security group; None for one about anything else."""
    judged = judgement(event.raw)
    if judged is None:
        return None
    group = _group(event)
    severity = _SEVERITY[judged.level]
    if event.name in NAMES:
        what = f"Security group {group} was {'created' if event.name.startswith('Create') else 'described anew'}"
        return Said(what, severity, resource=group)
    if event.name in SWAPS:
        what = f"{shown(event.subject) or 'A network interface'} has other security groups"
        return Said(what, severity, "others", f"groups {_swapped(event)}", touches=_PORTS)
    if event.name in LISTS:
        what = f"A prefix list that rules may name was {'created' if event.name.startswith('Create') else 'changed'}"
        return Said(what, severity, touches=("FSBP EC2.18",))
    return _rules(judged, group, severity)


def _rules(judged: Judgement, group: str, severity: Severity) -> Said:
    opened = judged.opened
    if judged.closes:
        was = f"open: {opened}" if opened else ""
        what = f"Security group {group} was closed: {opened}" if opened else f"Security group {group} lost rules"
        return Said(what, severity, was, "closed", good=True, touches=_broken(judged), resource=group)
    what = f"Security group {group} was opened: {opened}"
    return Said(what, severity, "no such rule", f"open: {opened}", breaks=_broken(judged), resource=group)


def _broken(judged: Judgement) -> tuple[str, ...]:
    """The controls that the rules concern. That one rule is gone does not say that no other breaks them."""
    of_openings = {control for one in judged.openings for control in one.controls}
    return tuple(
        sorted(control for control in {*judged.controls, *of_openings} if control in CONTROLS and control != "CIS 6.5")
    )


def _group(event: Event) -> str:
    request = event.request
    names = ("groupid", "groupname", "dbsecuritygroupname", "clustersecuritygroupname", "cachesecuritygroupname")
    inner = member(request, "modifysecuritygrouprulesrequest")
    found = (text(member(value, name)) for value in (request, inner, event.response) for name in names)
    return shown(next((one for one in found if one), ""))


def _swapped(event: Event) -> str:
    given = member(event.request, "groupset") or member(event.request, "securitygroups")
    return shown(", ".join(texts(given, "groupid"))) or "as asked"
