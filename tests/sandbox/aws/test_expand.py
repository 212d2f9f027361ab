from datetime import UTC, datetime

import pytest

from sandbox.aws.expand import expand
from sandbox.aws.findings import Host
from sandbox.aws.scale import fleet
from sandbox.aws.seed.model import Instance

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def pairs(size: int = 12) -> list[tuple[Instance, Host]]:
    return [(one, host(one)) for one in fleet(size)]


def host(instance: Instance) -> Host:
    return Host(
        id=instance.id,
        account="123456789012",
        region="us-west-2",
        name=instance.name,
        system=instance.system,
        platform=instance.system.upper(),
        image="ami-0a23c5f81e4b6d702",
        vpc="vpc-1",
        subnet="subnet-1",
        private_ip="10.20.0.1",
        internet_gateway="igw-1" if instance.subnet.startswith("public") else "",
        launched=NOW,
        tags=instance.all_tags,
        groups=("sg-1",),
        coverage=instance.coverage,
        ssm=instance.ssm,
        resource='"resources":[]',
    )


@pytest.mark.parametrize("size", [0, 1, 150, 2_000])
def test_there_are_exactly_as_many_findings_as_asked_for(size: int) -> None:
    found = expand(pairs(), size, NOW)
    assert len(found) == size
    assert len({one.arn for one in found}) == size


def test_every_start_finds_the_same() -> None:
    assert [one.arn for one in expand(pairs(), 500, NOW)] == [one.arn for one in expand(pairs(), 500, NOW)]


def test_more_findings_begin_with_the_fewer_ones() -> None:
    natural = expand(pairs(), None, NOW)
    more = expand(pairs(), len(natural) + 50, NOW)
    assert [one.arn for one in more[: len(natural)]] == [one.arn for one in natural]


def test_machines_that_are_not_scanned_have_no_package_findings() -> None:
    names = {one.host.name for one in expand(pairs(), 1_000, NOW) if one.issue.type == "PACKAGE_VULNERABILITY"}
    assert {"batch-1", "legacy-1"}.isdisjoint(names)
    assert len(names) == 10


def test_no_machines_have_no_findings_however_many_are_asked_for() -> None:
    assert expand([], 100, NOW) == []


def test_closed_findings_were_last_seen_a_day_after_the_first_time() -> None:
    closed = [one for one in expand(pairs(), None, NOW) if one.status == "CLOSED"]
    assert closed
    assert all(one.last_at - one.first_at <= 86_400 for one in closed)
