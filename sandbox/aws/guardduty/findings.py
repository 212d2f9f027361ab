"""ListFindings and GetFindings."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.aws import paging
from sandbox.aws.account import Account
from sandbox.aws.cloudtrail.placeholders import filled, names_in, places
from sandbox.aws.errors import AwsError
from sandbox.aws.guardduty.detectors import DETECTOR, check_detector
from sandbox.aws.scale import stable_hex
from sandbox.aws.seed.watchers import Threat, watchers

_DEFAULT_PAGE = 50
_TIMES = ("updatedAt", "createdAt")
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "GreaterThan": lambda value, bound: value > bound,
    "GreaterThanOrEqual": lambda value, bound: value >= bound,
    "LessThan": lambda value, bound: value < bound,
    "LessThanOrEqual": lambda value, bound: value <= bound,
    "Equals": lambda value, wanted: str(value) in wanted,
    "NotEquals": lambda value, wanted: str(value) not in wanted,
}
_OLD = {"Gt": "GreaterThan", "Gte": "GreaterThanOrEqual", "Lt": "LessThan", "Lte": "LessThanOrEqual"}
_SAME = {"Eq": "Equals", "Neq": "NotEquals"}


def list_findings(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Ids of the findings that the criteria accept."""
    check_detector(account, params)
    criterion = (params.get("FindingCriteria") or {}).get("Criterion") or {}
    found = [each for each in _threats(account) if all(_fits(each, key, rule) for key, rule in criterion.items())]
    order = params.get("SortCriteria") or {}
    name, down = order.get("AttributeName", "updatedAt"), order.get("OrderBy", "ASC") == "DESC"
    found.sort(key=lambda each: _field(each, name), reverse=down)
    key = paging.query_key({"operation": "guardduty:ListFindings", **params})
    try:
        place = paging.read(params.get("NextToken"), key)
    except paging.InvalidTokenError as error:
        message = "The request is rejected because an invalid token was given."
        raise AwsError("BadRequestException", message) from error
    shown, following = paging.cut([each["Id"] for each in found], place, params.get("MaxResults", _DEFAULT_PAGE))
    # GuardDuty ends its pages with an empty token.
    return {"FindingIds": list(shown), "NextToken": paging.token(following, key) if following else ""}


def get_findings(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Whole findings; ids that nothing has are left out."""
    check_detector(account, params)
    known = {each["Id"]: each for each in _threats(account)}
    return {"Findings": [known[each] for each in params["FindingIds"] if each in known]}


def _threats(account: Account) -> list[Mapping[str, Any]]:
    names = names_in(account)
    told = (each for each in watchers().guardduty if all(names.text(place) for place in places(each.model_dump())))
    return [_threat(account, filled(each.model_dump(), names)) for each in told]


def _threat(account: Account, seed: Mapping[str, Any]) -> Mapping[str, Any]:
    threat = Threat.model_validate(seed)
    first, last = (_iso(account.started - timedelta(hours=each)) for each in (threat.first_hours_ago, threat.hours_ago))
    digest = stable_hex(f"guardduty/{threat.type}/{threat.instance}", 32)
    arn = f"arn:aws:guardduty:{account.region}:{account.id}:detector/{DETECTOR}/finding/{digest}"
    service = {
        "ServiceName": "guardduty",
        "DetectorId": DETECTOR,
        "Archived": threat.archived,
        "Count": threat.count,
        "EventFirstSeen": first,
        "EventLastSeen": last,
        "ResourceRole": "TARGET",
        "Action": _action(threat),
    }
    return {
        "AccountId": account.id,
        "Arn": arn,
        "CreatedAt": first,
        "Description": threat.description,
        "Id": digest,
        "Partition": "aws",
        "Region": account.region,
        "Resource": _resource(threat),
        "SchemaVersion": "2.0",
        "Service": service,
        "Severity": threat.severity,
        "Title": threat.title,
        "Type": threat.type,
        "UpdatedAt": last,
    }


def _action(threat: Threat) -> Mapping[str, Any]:
    remote = {"IpAddressV4": threat.address, "Country": {"CountryName": "unknown"}}
    if threat.api:
        call = {"Api": threat.api, "CallerType": "Remote IP", "ServiceName": threat.service, "RemoteIpDetails": remote}
        return {"ActionType": "AWS_API_CALL", "AwsApiCallAction": call}
    port = {"Port": threat.port}
    if threat.probe:
        probed = {"LocalPortDetails": port, "RemoteIpDetails": remote}
        return {"ActionType": "PORT_PROBE", "PortProbeAction": {"Blocked": False, "PortProbeDetails": [probed]}}
    connection = {"Blocked": False, "ConnectionDirection": "INBOUND", "Protocol": "TCP", "RemoteIpDetails": remote}
    return {"ActionType": "NETWORK_CONNECTION", "NetworkConnectionAction": {**connection, "LocalPortDetails": port}}


def _resource(threat: Threat) -> Mapping[str, Any]:
    instance = {"InstanceDetails": {"InstanceId": threat.instance}} if threat.instance else {}
    if not threat.user:
        return {"ResourceType": "Instance", **instance}
    key = {"UserName": threat.user, "UserType": "Role" if threat.instance else "IAMUser"}
    return {"ResourceType": "AccessKey", "AccessKeyDetails": key, **instance}


def _fits(finding: Mapping[str, Any], name: str, rule: Mapping[str, Any]) -> bool:
    value = _field(finding, name)
    told = {_OLD.get(key, _SAME.get(key, key)): bound for key, bound in rule.items()}
    return all(_COMPARE[key](value, bound) for key, bound in told.items() if key in _COMPARE)


def _field(finding: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401  any JSON
    """By GuardDuty's own paths, such as `resource.instanceDetails.instanceId`; times as milliseconds."""
    value: Any = finding
    for part in name.split("."):
        key = f"{part[:1].upper()}{part[1:]}"
        value = value.get(key) if isinstance(value, Mapping) else None
    if name in _TIMES:
        return int(datetime.fromisoformat(value).timestamp() * 1000)
    return str(value).lower() if isinstance(value, bool) else "" if value is None else value


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
