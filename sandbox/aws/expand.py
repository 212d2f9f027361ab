"""Decides which host has which issue since when, in an order that every start repeats."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, lru_cache
from itertools import chain, count, islice

from sandbox.aws.findings import Finding, Host, Issue
from sandbox.aws.issues import family_packages, network_issue, package_issue
from sandbox.aws.scale import stable_fraction, stable_hex
from sandbox.aws.seed.load import network, vulnerabilities
from sandbox.aws.seed.model import Instance, Vulnerability

_DAY_S = 86_400.0
# Findings are first seen over this many days before the start.
_HISTORY_DAYS = 90


def expand(pairs: Sequence[tuple[Instance, Host]], size: int | None, now: datetime) -> list[Finding]:
    """Exactly `size` findings, or all the account has by itself when None."""
    placed = list(_placements(pairs))
    natural = [*_package_findings(placed, 0, now), *_network_findings(pairs, now)]
    if size is None:
        return natural
    copies = (_package_findings(placed, variant, now) for variant in count(1)) if placed else iter(())
    return list(islice(chain(natural, chain.from_iterable(copies)), size))


def appearance(host: Host, vulnerability_id: str, status: str, now: datetime) -> Finding | None:
    """A vulnerability as Inspector finds it on a host now, or no longer; None where that system cannot have it."""
    vulnerability = _by_id().get(vulnerability_id)
    if vulnerability is None or not family_packages(vulnerability, host.system):
        return None
    issue, at = _cached_issue(vulnerability_id, host.system, 0), now.timestamp()
    return replace(_finding(host, issue, f"{vulnerability_id}/0", status, now), first_at=at, last_at=at, updated_at=at)


def _placements(pairs: Iterable[tuple[Instance, Host]]) -> Iterator[tuple[Host, Vulnerability]]:
    scanned = [(instance, host) for instance, host in pairs if host.coverage == "SUCCESSFUL"]
    for vulnerability in vulnerabilities():
        for instance, host in scanned:
            wanted = not vulnerability.needs or vulnerability.needs in instance.software
            if wanted and family_packages(vulnerability, instance.system):
                yield host, vulnerability


def _package_findings(placed: Iterable[tuple[Host, Vulnerability]], variant: int, now: datetime) -> Iterator[Finding]:
    for host, vulnerability in placed:
        issue = _cached_issue(vulnerability.id, host.system, variant)
        yield _finding(host, issue, f"{vulnerability.id}/{variant}", vulnerability.status, now)


@cache
def _cached_issue(vulnerability_id: str, system: str, variant: int) -> Issue:
    return package_issue(_by_id()[vulnerability_id], system, variant)


@lru_cache(maxsize=1)
def _by_id() -> dict[str, Vulnerability]:
    return {vulnerability.id: vulnerability for vulnerability in vulnerabilities()}


def _network_findings(pairs: Iterable[tuple[Instance, Host]], now: datetime) -> list[Finding]:
    found = []
    for instance, host in pairs:
        for reachable in network().reachable:
            if host.internet_gateway and reachable.group in instance.groups:
                issue = network_issue(reachable, host, _path(host))
                found.append(_finding(host, issue, f"port/{reachable.port}", "ACTIVE", now))
    return found


def _path(host: Host) -> tuple[tuple[str, str], ...]:
    groups = ((group, "AWS::EC2::SecurityGroup") for group in host.groups)
    return ((host.internet_gateway, "AWS::EC2::InternetGateway"), *groups, (host.id, "AWS::EC2::Instance"))


def _finding(host: Host, issue: Issue, key: str, status: str, now: datetime) -> Finding:
    seed = f"{host.id}/{key}"
    arn = f"arn:aws:inspector2:{host.region}:{host.account}:finding/{stable_hex(seed, 32)}"
    age = timedelta(days=_HISTORY_DAYS * stable_fraction(seed))
    first = (now - age).timestamp()
    last = first + _DAY_S if status == "CLOSED" else (now - timedelta(hours=2)).timestamp()
    last = min(last, now.timestamp())
    return Finding(arn, host, issue, status, round(first, 3), round(last, 3), round(last, 3))
