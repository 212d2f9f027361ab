"""Expands vulnerabilities over hosts into findings, and keeps them indexed.

A finding is small: what the hosts have in common (the issue) and what the findings have in common (the host) are
serialised once, and a page of findings only joins those pieces.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.aws.remembered import Remembered
from sandbox.aws.seed.model import Package, Vulnerability

SEVERITY_ORDER = ("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL", "UNTRIAGED")


@dataclass(frozen=True, slots=True)
class Host:
    """An instance as Inspector sees it."""

    id: str
    account: str
    region: str
    name: str
    system: str
    platform: str
    image: str
    vpc: str
    subnet: str
    tags: Mapping[str, str]
    groups: tuple[str, ...]
    private_ip: str
    internet_gateway: str
    launched: datetime
    coverage: str
    ssm: bool
    resource: str = field(repr=False)
    agent: bool = False


@dataclass(frozen=True, slots=True)
class Port:
    """A port that is open to the internet, and the way to it."""

    number: int
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """What is wrong, whichever host has it."""

    type: str
    title: str
    severity: str
    score: float | None
    epss: float | None
    exploit: str
    fix: str
    members: str = field(repr=False)
    vulnerability: Vulnerability | None = None
    source: str = ""
    vendor_severity: str = ""
    packages: tuple[Package, ...] = ()
    arch: str = ""
    port: Port | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One issue on one host."""

    arn: str
    host: Host
    issue: Issue
    status: str
    first_at: float
    last_at: float
    updated_at: float

    def json(self) -> bytes:
        """The finding as ListFindings sends it."""
        dates = f'"firstObservedAt":{self.first_at},"lastObservedAt":{self.last_at},"updatedAt":{self.updated_at}'
        own = f'"findingArn":"{self.arn}","awsAccountId":"{self.host.account}","status":"{self.status}",{dates}'
        return f"{{{own},{self.issue.members},{self.host.resource}}}".encode()


class FindingIndex:
    """All findings of the account, by ARN order, with the ways in that queries use."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.all: Sequence[Finding] = sorted(findings, key=lambda finding: finding.arn)
        self.remembered = Remembered()
        self.by_arn = {finding.arn: finding for finding in self.all}
        self.by_host: dict[str, list[Finding]] = {}
        self.by_severity: dict[str, list[Finding]] = {}
        for finding in self.all:
            self.by_host.setdefault(finding.host.id, []).append(finding)
            self.by_severity.setdefault(finding.issue.severity, []).append(finding)

    def change(self, findings: Iterable[Finding]) -> None:
        """Put newer states of findings in the place of those with the same ARN."""
        new = {finding.arn: finding for finding in findings}
        if not new:
            return
        self.all = [new.get(finding.arn, finding) for finding in self.all]
        self.by_arn.update(new)
        for host_id in {finding.host.id for finding in new.values()}:
            self.by_host[host_id] = [new.get(one.arn, one) for one in self.by_host[host_id]]
        for severity in {finding.issue.severity for finding in new.values()}:
            self.by_severity[severity] = [new.get(one.arn, one) for one in self.by_severity[severity]]
        self.remembered.forget()

    def add(self, finding: Finding) -> None:
        """One more finding, or a newer state of one that is there."""
        if finding.arn in self.by_arn:
            self.change([finding])
            return
        self.all = sorted([*self.all, finding], key=lambda each: each.arn)
        self.by_arn[finding.arn] = finding
        own = (self.by_host.setdefault(finding.host.id, []), self.by_severity.setdefault(finding.issue.severity, []))
        for kept in own:
            kept.append(finding)
            kept.sort(key=lambda each: each.arn)
        self.remembered.forget()

    def of_hosts(self, host_ids: Iterable[str]) -> list[Finding]:
        """Findings of these hosts in ARN order."""
        found = (finding for host_id in set(host_ids) for finding in self.by_host.get(host_id, ()))
        return sorted(found, key=lambda finding: finding.arn)


def members(values: Mapping[str, Any]) -> str:
    """The inside of a JSON object, dates as epoch seconds."""
    return json.dumps(values, default=_epoch, ensure_ascii=False)[1:-1]


def _epoch(value: object) -> float:
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"{type(value).__name__} has no JSON form")
