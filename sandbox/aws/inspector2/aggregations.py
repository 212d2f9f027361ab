"""ListFindingAggregations: active findings counted by severity in groups."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.errors import invalid
from sandbox.aws.findings import Finding
from sandbox.aws.inspector2 import matching
from sandbox.aws.inspector2.pages import page
from sandbox.aws.paging import query_key

_DEFAULT_PAGE = 25
Request = Mapping[str, Any]
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aggregation:
    """How one type of aggregation groups, what it accepts and what a group says about itself."""

    member: str
    groups: Callable[[Finding], Iterable[Group]]
    accepts: Callable[[Finding, Request], bool]
    describe: Callable[[Group, Sequence[Finding]], Mapping[str, Any]]
    group_accepts: Callable[[Group, Request], bool] = lambda _group, _request: True


def list_finding_aggregations(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Groups of active findings, most critical first unless the request sorts."""
    kind = params["aggregationType"]
    request = _request(kind, params.get("aggregationRequest", {}))
    aggregation = AGGREGATIONS.get(kind)
    rows = account.findings.remembered.get(
        ("ListFindingAggregations", query_key(params)),
        lambda: _rows(account, aggregation, request, params) if aggregation else [],
    )
    shown, following = page(rows, params, operation="ListFindingAggregations", default=_DEFAULT_PAGE)
    return {"aggregationType": kind, "responses": list(shown), **following}


def _request(kind: str, requests: Mapping[str, Request]) -> Request:
    if len(requests) > 1:
        raise invalid("Exactly one member of aggregationRequest may be set", field="aggregationRequest")
    expected = _MEMBER_OF_TYPE[kind]
    if requests and expected not in requests:
        raise invalid(f"aggregationType {kind} needs {expected}", field="aggregationRequest")
    return requests.get(expected, {})


def _rows(
    account: Account, aggregation: Aggregation, request: Request, params: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    grouped: dict[Group, list[Finding]] = {}
    for finding in _active(account, params):
        if aggregation.accepts(finding, request):
            for group in aggregation.groups(finding):
                grouped.setdefault(group, []).append(finding)
    rows = [
        {**aggregation.describe(group, found), "accountId": account.id, "severityCounts": severity_counts(found)}
        for group, found in sorted(grouped.items())
        if aggregation.group_accepts(group, request)
    ]
    rows.sort(key=_order(request), reverse=request.get("sortOrder", "DESC") == "DESC")
    return [{aggregation.member: row} for row in rows]


def _active(account: Account, params: Mapping[str, Any]) -> Iterable[Finding]:
    wanted = params.get("accountIds", ())
    if not matching.texts(wanted, (account.id,)):
        return ()
    return (finding for finding in account.findings.all if finding.status == "ACTIVE")


def severity_counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each severity, and of all."""
    counts = dict.fromkeys(("all", "critical", "high", "medium", "low", "informational", "untriaged"), 0)
    for finding in findings:
        counts["all"] += 1
        counts[finding.issue.severity.lower()] += 1
    return counts


def _order(request: Request) -> Callable[[Mapping[str, Any]], Any]:
    by = request.get("sortBy", "CRITICAL")
    if by == "NETWORK_FINDINGS":
        return lambda row: row["networkFindings"]
    if by == "AFFECTED_INSTANCES":
        return lambda row: row["affectedInstances"]
    return lambda row: row["severityCounts"][by.lower()]


def _availability(found: Iterable[Finding]) -> dict[str, int]:
    known = [(finding.issue.exploit, finding.issue.fix) for finding in found]
    exploitable = sum(exploit == "YES" for exploit, _ in known)
    return {"exploitAvailableCount": exploitable, "fixAvailableCount": sum(fix == "YES" for _, fix in known)}


def _typed(finding: Finding, request: Request) -> bool:
    if request.get("resourceType", "AWS_EC2_INSTANCE") != "AWS_EC2_INSTANCE":
        return False
    return bool(request.get("findingType", finding.issue.type) == finding.issue.type)


def _on_instance(finding: Finding, request: Request) -> bool:
    host = finding.host
    return (
        matching.texts(request.get("amis", ()), (host.image,))
        and matching.texts(request.get("operatingSystems", ()), (host.platform,))
        and matching.texts(request.get("instanceIds", ()), (host.id,))
        and (not request.get("instanceTags") or matching.tags(request["instanceTags"], host.tags))
    )


def _instance(group: Group, found: Sequence[Finding]) -> Mapping[str, Any]:
    host = found[0].host
    return {
        "instanceId": group[0],
        "ami": host.image,
        "operatingSystem": host.platform,
        "instanceTags": dict(host.tags),
        "networkFindings": sum(finding.issue.type == "NETWORK_REACHABILITY" for finding in found),
    }


def _titled(finding: Finding, request: Request) -> bool:
    known = (finding.issue.vulnerability.id,) if finding.issue.vulnerability else ()
    titles = matching.texts(request.get("titles", ()), (finding.issue.title,))
    return titles and matching.texts(request.get("vulnerabilityIds", ()), known) and _typed(finding, request)


def _title(group: Group, _found: Sequence[Finding]) -> Mapping[str, Any]:
    return {"title": group[0], **({"vulnerabilityId": group[1]} if group[1] else {})}


def _image(group: Group, found: Sequence[Finding]) -> Mapping[str, Any]:
    return {"ami": group[0], "affectedInstances": len({finding.host.id for finding in found})}


def _package_groups(finding: Finding) -> Iterable[Group]:
    return {(package.name,) for package in finding.issue.packages}


AGGREGATIONS: Mapping[str, Aggregation] = {
    "ACCOUNT": Aggregation("accountAggregation", lambda _: [()], _typed, lambda _, found: _availability(found)),
    "FINDING_TYPE": Aggregation(
        "findingTypeAggregation", lambda _: [()], _typed, lambda _, found: _availability(found)
    ),
    "AWS_EC2_INSTANCE": Aggregation(
        "ec2InstanceAggregation", lambda finding: [(finding.host.id,)], _on_instance, _instance
    ),
    "AMI": Aggregation(
        "amiAggregation",
        lambda finding: [(finding.host.image,)],
        lambda finding, request: matching.texts(request.get("amis", ()), (finding.host.image,)),
        _image,
    ),
    "PACKAGE": Aggregation(
        "packageAggregation",
        _package_groups,
        lambda finding, _: bool(finding.issue.packages),
        lambda group, _: {"packageName": group[0]},
        lambda group, request: matching.texts(request.get("packageNames", ()), group),
    ),
    "TITLE": Aggregation(
        "titleAggregation",
        lambda finding: [(finding.issue.title, finding.issue.vulnerability.id if finding.issue.vulnerability else "")],
        _titled,
        _title,
    ),
}
# Types without an Aggregation are valid and empty: the account has no such resources.
_MEMBER_OF_TYPE: Mapping[str, str] = {
    "AWS_ECR_CONTAINER": "awsEcrContainerAggregation",
    "AWS_LAMBDA_FUNCTION": "lambdaFunctionAggregation",
    "CODE_REPOSITORY": "codeRepositoryAggregation",
    "CONTAINER_IMAGE": "containerImageAggregation",
    "IMAGE_LAYER": "imageLayerAggregation",
    "LAMBDA_LAYER": "lambdaLayerAggregation",
    "REPOSITORY": "repositoryAggregation",
    "SERVERLESS_FUNCTION": "serverlessFunctionAggregation",
    "VM_INSTANCE": "vmInstanceAggregation",
    **{kind: aggregation.member for kind, aggregation in AGGREGATIONS.items()},
}
