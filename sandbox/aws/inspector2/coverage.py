"""ListCoverage and ListCoverageStatistics: what Inspector scans, and why not."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.findings import Host
from sandbox.aws.inspector2 import matching
from sandbox.aws.inspector2.matching import Filter
from sandbox.aws.inspector2.pages import page
from sandbox.aws.machines import states
from sandbox.aws.scale import stable_fraction

_DEFAULT_PAGE = 200
_MOST_GROUPS = 5
_NONE: tuple[str, ...] = ()
_SCAN_EVERY = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Scan:
    """One kind of scan of one host."""

    host: Host
    kind: str
    reason: str
    at: datetime | None

    @property
    def code(self) -> str:
        """ACTIVE while the host is scanned."""
        return "ACTIVE" if self.reason == "SUCCESSFUL" else "INACTIVE"

    @property
    def mode(self) -> tuple[str, ...]:
        """How the packages are read; a network scan reads none."""
        return ("EC2_SSM_AGENT_BASED",) if self.kind == "PACKAGE" and self.code == "ACTIVE" else _NONE


def list_coverage(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Each host twice: its packages and its network."""
    found = _select(account, params.get("filterCriteria", {}))
    shown, following = page(found, params, operation="ListCoverage", default=_DEFAULT_PAGE)
    return {"coveredResources": [_resource(scan) for scan in shown], **following}


def list_coverage_statistics(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """How many scans there are, by a property when the request names one.

    The model lets a group's key be the property's name only, never its value, so every group carries that name.
    """
    found = _select(account, params.get("filterCriteria", {}))
    group = params.get("groupBy")
    if group is None:
        return {"totalCounts": len(found)}
    texts_of = _GROUPS.get(group)
    values = Counter(value for scan in found for value in texts_of(scan)) if texts_of else Counter[str]()
    counts = [{"count": count, "groupKey": group} for _, count in values.most_common(_MOST_GROUPS)]
    return {"totalCounts": len(found), **({"countsByGroup": counts} if counts else {})}


_TEXTS: Mapping[str, Callable[[Scan], Collection[str]]] = {
    "accountId": lambda scan: (scan.host.account,),
    "resourceId": lambda scan: (scan.host.id,),
    "resourceType": lambda _: ("AWS_EC2_INSTANCE",),
    "scanMode": lambda scan: scan.mode,
    "scanStatusCode": lambda scan: (scan.code,),
    "scanStatusReason": lambda scan: (scan.reason,),
    "scanType": lambda scan: (scan.kind,),
}
_GROUPS: Mapping[str, Callable[[Scan], Collection[str]]] = {
    "ACCOUNT_ID": _TEXTS["accountId"],
    "RESOURCE_TYPE": _TEXTS["resourceType"],
    "SCAN_STATUS_CODE": _TEXTS["scanStatusCode"],
    "SCAN_STATUS_REASON": _TEXTS["scanStatusReason"],
}


def _select(account: Account, criteria: Mapping[str, Sequence[Filter]]) -> list[Scan]:
    state_of = states(account)
    scans = (
        scan
        for host in account.hosts.values()
        for scan in _scans(host, state_of.get(host.id, "terminated"), account.started)
    )
    return [scan for scan in scans if all(_accepts(scan, name, given) for name, given in criteria.items())]


def _scans(host: Host, state: str, now: datetime) -> tuple[Scan, ...]:
    if state == "terminated":
        return ()
    if state != "running":
        return tuple(Scan(host, kind, "EC2_INSTANCE_STOPPED", None) for kind in ("PACKAGE", "NETWORK"))
    scanned = now - _SCAN_EVERY * stable_fraction(f"scan/{host.id}")
    packages = Scan(host, "PACKAGE", host.coverage, scanned if host.coverage == "SUCCESSFUL" else None)
    # The network is analysed without the agent, but a host excluded by its tag is excluded from both.
    excluded = host.coverage == "EXCLUDED_BY_TAG"
    return packages, Scan(host, "NETWORK", host.coverage if excluded else "SUCCESSFUL", None if excluded else scanned)


def _accepts(scan: Scan, name: str, filters: Sequence[Filter]) -> bool:
    if name in _TEXTS:
        return matching.texts(filters, _TEXTS[name](scan))
    if name == "ec2InstanceTags":
        return matching.tags(filters, scan.host.tags)
    if name == "lastScannedAt":
        return matching.dates(filters, scan.at.timestamp() if scan.at else None)
    return all(given.get("comparison") == "NOT_EQUALS" for given in filters)


def _resource(scan: Scan) -> Mapping[str, Any]:
    platform = "WINDOWS" if scan.host.platform.startswith("WINDOWS") else "LINUX"
    found: dict[str, Any] = {
        "accountId": scan.host.account,
        "resourceId": scan.host.id,
        "resourceType": "AWS_EC2_INSTANCE",
        "scanType": scan.kind,
        "scanStatus": {"statusCode": scan.code, "reason": scan.reason},
        "resourceMetadata": {"ec2": {"amiId": scan.host.image, "platform": platform, "tags": dict(scan.host.tags)}},
    }
    if scan.at:
        found["lastScannedAt"] = scan.at
    if scan.mode:
        found["scanMode"] = scan.mode[0]
    return found
