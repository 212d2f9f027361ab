import json
from typing import Any

from sandbox.aws.issues import package_issue
from sandbox.aws.seed.load import vulnerabilities


def packages(cve: str, system: str, variant: int = 0) -> list[dict[str, Any]]:
    (vulnerability,) = (one for one in vulnerabilities() if one.id == cve)
    finding = json.loads(f"{{{package_issue(vulnerability, system, variant).members}}}")
    listed: list[dict[str, Any]] = finding["packageVulnerabilityDetails"]["vulnerablePackages"]
    return listed


def test_a_package_without_a_fix_says_so_in_the_words_of_inspector() -> None:
    (package,) = packages("CVE-2016-2781", "ubuntu2204")
    assert package["fixedInVersion"] == "NotAvailable"
    assert "remediation" not in package


def test_versions_of_linux_packages_begin_with_their_epoch() -> None:
    assert packages("CVE-2023-4911", "rhel9")[0]["fixedInVersion"] == "0:2.34-60.el9_2.7"
    assert packages("CVE-2023-50387", "rocky9")[0]["fixedInVersion"] == "32:9.16.23-14.el9_3.4"
    assert packages("CVE-2024-38063", "windows2022")[0]["fixedInVersion"] == "10.0.20348.2655"


def test_the_remedy_is_the_command_of_the_system() -> None:
    assert packages("CVE-2023-4911", "al2023")[0]["remediation"] == "dnf update glibc"
    assert "apt-get" in packages("CVE-2023-4911", "ubuntu2204")[0]["remediation"]


def test_a_java_archive_has_a_path_and_neither_epoch_nor_architecture() -> None:
    (package,) = packages("CVE-2021-44228", "ubuntu2204")
    assert package["filePath"].endswith("log4j-core-2.14.1.jar")
    assert {"epoch", "arch", "release"}.isdisjoint(package)


def test_a_mix_of_fixed_and_unfixed_packages_is_partial() -> None:
    (vulnerability,) = (one for one in vulnerabilities() if one.id == "CVE-2024-21626")
    issue = package_issue(vulnerability, "ubuntu2204", 0)
    assert issue.fix == "PARTIAL"
    assert issue.title == "CVE-2024-21626 - runc and 1 more"


def test_variants_are_further_copies_of_the_same_package() -> None:
    assert packages("CVE-2021-44228", "ubuntu2204", 2)[0]["filePath"].startswith("/srv/copy-2/opt/")
    assert packages("CVE-2023-4911", "rhel9", 2)[0]["release"] == "60.el9.2"
