"""Which findings a FilterCriteria of ListFindings accepts."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from sandbox.aws.findings import Finding, FindingIndex
from sandbox.aws.inspector2 import matching
from sandbox.aws.inspector2.matching import Filter
from sandbox.aws.seed.model import Package

Criteria = Mapping[str, Sequence[Filter]]

_NONE: tuple[str, ...] = ()
_TEXTS: Mapping[str, Callable[[Finding], Collection[str]]] = {
    "awsAccountId": lambda one: (one.host.account,),
    "componentId": lambda one: _steps(one, 0),
    "componentType": lambda one: _steps(one, 1),
    "ec2InstanceImageId": lambda one: (one.host.image,),
    "ec2InstanceSubnetId": lambda one: (one.host.subnet,),
    "ec2InstanceVpcId": lambda one: (one.host.vpc,),
    "exploitAvailable": lambda one: _known(one.issue.exploit),
    "findingArn": lambda one: (one.arn,),
    "findingStatus": lambda one: (one.status,),
    "findingType": lambda one: (one.issue.type,),
    "fixAvailable": lambda one: _known(one.issue.fix),
    "networkProtocol": lambda one: ("TCP",) if one.issue.port else _NONE,
    "relatedVulnerabilities": lambda one: one.issue.vulnerability.related if one.issue.vulnerability else _NONE,
    "resourceId": lambda one: (one.host.id,),
    "resourceType": lambda _: ("AWS_EC2_INSTANCE",),
    "severity": lambda one: (one.issue.severity,),
    "title": lambda one: (one.issue.title,),
    "vendorSeverity": lambda one: _known(one.issue.vendor_severity),
    "vulnerabilityId": lambda one: (one.issue.vulnerability.id,) if one.issue.vulnerability else _NONE,
    "vulnerabilitySource": lambda one: _known(one.issue.source),
}
_NUMBERS: Mapping[str, Callable[[Finding], float | None]] = {
    "epssScore": lambda one: one.issue.epss,
    "inspectorScore": lambda one: one.issue.score,
}
_DATES: Mapping[str, Callable[[Finding], float]] = {
    "firstObservedAt": lambda one: one.first_at,
    "lastObservedAt": lambda one: one.last_at,
    "updatedAt": lambda one: one.updated_at,
}
_OF_HOST = frozenset(
    {
        "awsAccountId",
        "ec2InstanceImageId",
        "ec2InstanceSubnetId",
        "ec2InstanceVpcId",
        "resourceId",
        "resourceTags",
        "resourceType",
    }
)
_OF_FINDING = frozenset({"findingArn", "findingStatus", *_DATES})


def select(index: FindingIndex, criteria: Criteria) -> list[Finding]:
    """Accepted findings in ARN order."""
    of_issue = _together(criteria.keys() - _OF_HOST - _OF_FINDING, criteria)
    of_host = _together(criteria.keys() & _OF_HOST, criteria)
    of_finding = _together(criteria.keys() & _OF_FINDING, criteria)
    # Many findings share an issue or a host, which is judged once: a large account answers like an indexed one.
    issues: dict[int, bool] = {}
    hosts: dict[int, bool] = {}
    found = []
    for one in _candidates(index, criteria):
        issue, host = id(one.issue), id(one.host)
        if issue not in issues:
            issues[issue] = of_issue(one)
        if host not in hosts:
            hosts[host] = of_host(one)
        if issues[issue] and hosts[host] and of_finding(one):
            found.append(one)
    return found


def _together(names: Iterable[str], criteria: Criteria) -> Callable[[Finding], bool]:
    tests = [_test(name, criteria[name]) for name in names]
    return lambda one: all(test(one) for test in tests)


def _candidates(index: FindingIndex, criteria: Criteria) -> Sequence[Finding]:
    hosts = _equals(criteria.get("resourceId", ()))
    if hosts:
        return index.of_hosts(hosts)
    severities = _equals(criteria.get("severity", ()))
    if len(severities) == 1:
        return index.by_severity.get(severities[0], [])
    return index.all


def _equals(filters: Sequence[Filter]) -> list[str]:
    only = all(one["comparison"] == "EQUALS" for one in filters)
    return [one["value"] for one in filters] if only else []


def _test(name: str, filters: Sequence[Filter]) -> Callable[[Finding], bool]:
    if name in _TEXTS:
        text_of = _TEXTS[name]
        return lambda one: matching.texts(filters, text_of(one))
    if name in _NUMBERS:
        number_of = _NUMBERS[name]
        return lambda one: matching.numbers(filters, number_of(one))
    if name in _DATES:
        date_of = _DATES[name]
        return lambda one: matching.dates(filters, date_of(one))
    return _special(name, filters)


def _special(name: str, filters: Sequence[Filter]) -> Callable[[Finding], bool]:
    if name == "resourceTags":
        return lambda one: matching.tags(filters, one.host.tags)
    if name == "vulnerablePackages":
        return lambda one: any(_package(given, one) for given in filters)
    if name == "portRange":
        return lambda one: any(_in_range(given, one) for given in filters)
    # The rest asks about images, functions, repositories and other clouds: no EC2 finding has such a value.
    excluded = all(given.get("comparison") == "NOT_EQUALS" for given in filters)
    return lambda _: excluded


def _package(given: Filter, one: Finding) -> bool:
    return any(_package_matches(given, package, one.issue.arch) for package in one.issue.packages)


def _package_matches(given: Filter, package: Package, arch: str) -> bool:
    have = {
        "architecture": arch if package.manager == "OS" else "",
        "filePath": package.path,
        "name": package.name,
        "release": package.release,
        "version": package.version,
    }
    for name, wanted in given.items():
        if name == "epoch":
            if not matching.numbers([wanted], package.epoch):
                return False
        elif not matching.texts([wanted], _known(have.get(name, ""))):
            return False
    return True


def _in_range(given: Filter, one: Finding) -> bool:
    port: Any = one.issue.port
    return port is not None and given.get("beginInclusive", 0) <= port.number <= given.get("endInclusive", 65535)


def _known(value: str) -> tuple[str, ...]:
    return (value,) if value else _NONE


def _steps(one: Finding, part: int) -> tuple[str, ...]:
    return tuple(step[part] for step in one.issue.port.steps) if one.issue.port else _NONE
