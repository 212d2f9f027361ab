"""Judges what AWS Config recorded: notifications with a difference, and items of a resource's history.

https://docs.aws.amazon.com/config/latest/developerguide/example-sns-notification.html
"""

import json
from collections.abc import Iterator, Mapping

from core.detections.reading import moment, shown, text
from core.drift.answer import Area, ChangeClass, Compliance, ConfigChange, ControlState
from core.drift.controls import title_of, with_twins
from core.drift.earlier import between, earlier, touched
from core.drift.states import Resource, Standing, standings
from core.findings import Severity
from core.request_shapes import member, members

_RANKED = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.INFORMATIONAL)
_AREAS = {
    "AWS::EC2::SecurityGroup": (Area.SECURITY_GROUP, ChangeClass.SECURITY_GROUP),
    "AWS::EC2::NetworkAcl": (Area.NETWORK, ChangeClass.NETWORK_ACL),
    "AWS::EC2::RouteTable": (Area.NETWORK, ChangeClass.ROUTE),
    "AWS::EC2::InternetGateway": (Area.NETWORK, ChangeClass.GATEWAY),
    "AWS::EC2::VPC": (Area.NETWORK, ChangeClass.VPC),
    "AWS::CloudTrail::Trail": (Area.LOGGING, ChangeClass.TRAIL),
    "AWS::IAM::Policy": (Area.IAM, ChangeClass.IAM_POLICY),
}
_BY_SERVICE = {
    "EC2": Area.MACHINE,
    "IAM": Area.IAM,
    "S3": Area.STORAGE,
    "KMS": Area.KEY,
    "RDS": Area.DATABASE,
    "Redshift": Area.DATABASE,
    "Lambda": Area.FUNCTION,
    "EKS": Area.FUNCTION,
    "CloudTrail": Area.LOGGING,
}


def is_item(event: Mapping[str, object]) -> bool:
    """Whether this is something of AWS Config, plain or as EventBridge and SNS wrap it."""
    return _unwrapped(event) is not None


def judge_item(item: object, before: object = None) -> ConfigChange | None:
    """What one configuration item changed; `before` is the item of the same resource that came before, where known.

    Without it the difference within a notification tells what was before; with neither nothing is known about that.
    Controls are told as they stand after the change. Who changed it Config does not know. Never raises.
    """
    found = _unwrapped(item)
    if found is None:
        return None
    after, difference = found
    previous = _unwrapped(before)
    now = _parsed(after)
    then = _parsed(previous[0]) if previous else earlier(now, difference)
    if previous and difference is None:
        difference = between(then, now)
    return _answer(after, _kind(after), then, difference)


def _answer(after: Mapping[str, object], kind: str, then: object, difference: object) -> ConfigChange:
    now, name = _parsed(after), _name(after)
    account = text(after.get("awsAccountId")) or text(after.get("accountId"))
    standing = standings(kind, _resource(now, account))
    stood = {one.control: one for one in standings(kind, _resource(then, account))}
    gone = "delete" in text(after.get("configurationItemStatus")).lower()
    worse = [one for one in standing if one.state is Compliance.NON_COMPLIANT and _was(stood, one) is not one.state]
    better = [
        one for one in standing if one.state is Compliance.COMPLIANT and _was(stood, one) is Compliance.NON_COMPLIANT
    ]
    changed = [] if gone else worse or better
    properties = touched(difference)
    noun = kind.rpartition("::")[2] or "Resource"
    area, each = _AREAS.get(kind, (_BY_SERVICE.get(kind.split("::")[1] if kind.count("::") else "", Area.OTHER), None))
    classes = (each,) if each else ()
    return ConfigChange(
        what=f"{noun} {name} {_verb(after, then, worse=bool(worse) and not gone, better=bool(better))}",
        before=_words(stood.get(one.control) for one in changed) or properties[0],
        after="gone" if gone else _words(changed) or properties[1],
        severity=_severity([] if gone else worse, deleted=gone, better=bool(better)),
        good_news=bool(better) and not worse and not gone,
        area=area,
        classes=classes,
        controls=(*classes, *dict.fromkeys(with_twins(tuple(one.control for one in changed)))),
        compliance=() if gone else tuple(_states(standing, name)),
        at=moment(after.get("configurationItemCaptureTime")),
        resource=name,
        region=shown(after.get("awsRegion")),
        account=shown(account),
        event_name="ConfigurationItem",
        event_id=shown(text(after.get("configurationStateId")) or text(after.get("configurationItemMD5Hash"))),
    )


def _resource(state: object, account: str) -> Resource:
    return Resource(member(state, "configuration"), member(state, "supplementaryconfiguration"), account)


def _was(stood: Mapping[str, Standing], one: Standing) -> Compliance | None:
    return stood[one.control].state if one.control in stood else None


def _verb(after: Mapping[str, object], then: object, *, worse: bool, better: bool) -> str:
    status = text(after.get("configurationItemStatus")).lower()
    if "delete" in status:
        return "was deleted"
    if worse:
        return "was weakened" if then is not None else "is weak"
    if better:
        return "was made safer"
    return "was created" if "discovered" in status and then is None else "was changed"


def _severity(worse: list[Standing], *, deleted: bool, better: bool) -> Severity:
    if worse:
        return min((one.severity for one in worse), key=_RANKED.index)
    return Severity.LOW if deleted or not better else Severity.INFORMATIONAL


def _words(standing: object) -> str:
    told = (
        [one.words for one in standing if isinstance(one, Standing)]
        if isinstance(standing, list | tuple | Iterator)
        else []
    )
    return ", ".join(dict.fromkeys(told))[:300]


def _states(standing: tuple[Standing, ...], resource: str) -> Iterator[ControlState]:
    for one in standing:
        for control in with_twins((one.control,)):
            yield ControlState(control=control, title=title_of(control), state=one.state, resource=resource)


def _unwrapped(event: object) -> tuple[Mapping[str, object], object] | None:
    """The item and its difference, out of a notification, an event of EventBridge, or alone."""
    for value in (event, member(event, "detail"), _json(member(event, "message"))):
        item = member(value, "configurationitem")
        if isinstance(item, Mapping):
            return item, member(value, "configurationitemdiff")
    if isinstance(event, Mapping) and "configurationItemCaptureTime" in event and "resourceType" in event:
        return event, None
    return None


def _parsed(item: Mapping[str, object]) -> dict[str, object]:
    """The two parts of an item that hold its state; GetResourceConfigHistory gives them as JSON in texts."""
    more = members(item.get("supplementaryConfiguration"))
    return {
        "configuration": _json(item.get("configuration")),
        "supplementaryConfiguration": {name: _json(value) for name, value in more.items()} or None,
    }


def _json(value: object) -> object:
    try:
        return json.loads(value) if isinstance(value, str) and value.lstrip()[:1] in {"{", "["} else value
    except (ValueError, RecursionError):
        return None


def _kind(item: Mapping[str, object]) -> str:
    return shown(item.get("resourceType"))


def _name(item: Mapping[str, object]) -> str:
    return shown(item.get("resourceId")) or shown(item.get("resourceName")) or shown(item.get("ARN"))
