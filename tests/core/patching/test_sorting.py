import pytest

from core.findings import Finding, Fix, Package, Severity
from core.patches import Patch
from core.patching.plan import PatchLevel
from core.patching.sorting import Way, leftovers, packages_of, way_of
from tests.core.examples import exploited, finding, instance_id

RPM = Package(name="openssl", version="3.0.7-18", fixed_in="3.0.7-27", arch="X86_64")
NEWER = Package(name="openssl", version="3.0.7-18", fixed_in="3.0.7-30", arch="X86_64")
JAR = Package(name="log4j-core", version="2.14.0", fixed_in="2.17.1", manager="JAR")
UNFIXED = Package(name="glibc", version="2.34")


@pytest.mark.parametrize(
    ("found", "way"),
    [
        (finding(packages=(RPM,)), Way.INSTALL),
        (finding(packages=(JAR,)), Way.APPLICATION),
        (finding(packages=(JAR, RPM)), Way.INSTALL),
        (finding(packages=(UNFIXED,), fix=Fix.NO), Way.MITIGATE),
        (finding(packages=(UNFIXED,), fix=Fix.YES), Way.UNCLEAR),
        (finding(packages=(), fix=Fix.UNKNOWN), Way.UNCLEAR),
    ],
)
def test_what_it_takes_to_close_a_finding(found: Finding, way: Way) -> None:
    assert way_of(found) is way


def test_one_package_closes_all_its_findings_with_the_newest_version_that_any_of_them_needs() -> None:
    found = [finding(1, packages=(RPM,)), finding(2, packages=(NEWER,), known_exploited=exploited())]
    [package] = packages_of(found, (), "all", windows=False)
    assert (package.override, package.fixed_in) == ("openssl.x86_64", "3.0.7-30")
    assert package.vulnerability_ids == ("CVE-2026-0001", "CVE-2026-0002")
    assert package.known_exploited == 1


@pytest.mark.parametrize(
    ("level", "planned"), [("all", 2), ("critical", 1), ("high", 2), ("medium", 2), ("non_critical", 1)]
)
def test_a_level_takes_whole_packages(level: PatchLevel, planned: int) -> None:
    curl = RPM.model_copy(update={"name": "curl"})
    found = [
        finding(1, packages=(RPM,), severity=Severity.CRITICAL),
        finding(2, packages=(RPM,), severity=Severity.LOW),
        finding(3, packages=(curl,), severity=Severity.HIGH),
    ]
    packages = packages_of(found, (), level, windows=False)
    assert len(packages) == planned
    assert ("openssl" in {each.name for each in packages}) == (level != "non_critical")


@pytest.mark.parametrize(("arch", "override"), [("", "openssl"), ("NOARCH", "openssl"), ("AARCH64", "openssl.aarch64")])
def test_the_id_names_the_architecture_where_there_is_one(arch: str, override: str) -> None:
    package = RPM.model_copy(update={"arch": arch})
    assert packages_of([finding(packages=(package,))], (), "all", windows=False)[0].override == override


def test_on_windows_the_knowledge_base_number_for_the_same_cve_is_installed_and_nothing_else() -> None:
    numbers = {"title": "x", "classification": "SecurityUpdates", "severity": "Critical", "failed": False}
    right = Patch(name="KB5034441", cves=("CVE-2026-0001",), **numbers)
    other = Patch(name="KB5034442", cves=("CVE-2026-0009",), **numbers)
    packages = packages_of([finding(1, packages=(RPM,))], (right, other), "all", windows=True)
    assert [each.override for each in packages] == ["KB5034441"]
    assert packages_of([finding(2, packages=(RPM,))], (right, other), "all", windows=True) == ()


def test_what_no_patch_closes_is_left_over_with_its_reason_most_severe_first() -> None:
    found = [
        finding(1, packages=(JAR,), severity=Severity.HIGH),
        finding(2, packages=(UNFIXED,), fix=Fix.NO, severity=Severity.CRITICAL),
        finding(3, packages=(RPM,)),
    ]
    left = leftovers(instance_id(1), found)
    assert [(each.package, each.way) for each in left] == [("glibc", Way.MITIGATE), ("log4j-core", Way.APPLICATION)]
    assert "(jar)" in left[1].why
