import re
from collections import defaultdict
from collections.abc import Iterator

from sandbox.aws.seed.load import instances, network, systems, vulnerabilities
from sandbox.aws.seed.model import Package

SEVERITY_OF = [(0.1, "LOW"), (4.0, "MEDIUM"), (7.0, "HIGH"), (9.0, "CRITICAL")]


def installed() -> Iterator[tuple[str, Package]]:
    for vulnerability in vulnerabilities():
        for family, packages in vulnerability.packages.items():
            yield from ((family, package) for package in packages)


def parts(version: str) -> list[tuple[bool, int, str]]:
    found = re.findall(r"\d+|[a-zA-Z]+", version)
    return [(not one.isdigit(), int(one) if one.isdigit() else 0, one) for one in found]


def test_the_fleet_is_what_the_documents_say() -> None:
    names = [one.name for one in instances()]
    assert len(names) == 12
    assert {one.system for one in instances()} == set(systems())
    assert [one.name for one in instances() if not one.ssm] == ["legacy-1"]
    assert [one.name for one in instances() if not one.opt_in] == ["build-1"]


def test_ids_look_like_real_ones_and_are_unique() -> None:
    ids = [one.id for one in instances()]
    assert all(re.fullmatch(r"i-0[0-9a-f]{16}", one) for one in ids)
    assert len(set(ids)) == 12


def test_every_reference_between_the_files_resolves() -> None:
    subnets = {one.name for one in network().subnet}
    groups = {one.name for one in network().security_group}
    targets = {one.name for one in network().target_group} | {""}
    for one in instances():
        assert one.subnet in subnets
        assert set(one.groups) <= groups
        assert one.target_group in targets


def test_vulnerabilities_are_unique_and_well_named() -> None:
    ids = [one.id for one in vulnerabilities()]
    assert len(ids) == len(set(ids)) >= 80
    assert all(re.fullmatch(r"CVE-\d{4}-\d{4,}", one) for one in ids)


def test_packages_name_systems_or_software_that_exist() -> None:
    families = {system.family or key for key, system in systems().items()} | {"any"}
    software = {name for one in instances() for name in one.software} | {""}
    for one in vulnerabilities():
        assert set(one.packages) <= families
        assert one.needs in software


def test_severities_follow_the_base_score() -> None:
    for one in vulnerabilities():
        if one.cvss is None:
            assert one.severity == "UNTRIAGED"
        else:
            assert one.severity == next(name for low, name in reversed(SEVERITY_OF) if one.cvss >= low)


def test_known_exploited_ones_are_due_after_they_were_added() -> None:
    known = [one.known_exploited for one in vulnerabilities() if one.known_exploited]
    assert len(known) >= 20
    assert all(one.added < one.due for one in known)
    assert any(one.ransomware for one in known)


def test_every_score_with_a_vector_is_a_fact_and_the_others_say_sample() -> None:
    assert all(bool(one.vector) != one.cvss_sample for one in vulnerabilities() if one.cvss is not None)


def test_a_package_is_installed_in_one_version_per_family_and_place() -> None:
    versions = defaultdict(set)
    for family, package in installed():
        versions[family, package.name, package.path].add((package.epoch, package.version, package.release))
    assert {key for key, found in versions.items() if len(found) > 1} == set()


def test_a_fix_is_newer_than_what_is_installed() -> None:
    for _, package in installed():
        if package.fixed:
            version = f"{package.version}-{package.release}" if package.release else package.version
            assert parts(package.fixed.rpartition(":")[2]) > parts(version)
