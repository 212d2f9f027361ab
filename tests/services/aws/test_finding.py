from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from core.findings import Fix, KnownExploited, Severity
from services.aws.finding import facts_of, finding_of, severity_of
from tests.services.aws.wire import ACCOUNT, wire_finding

PACKAGE = {
    "name": "openssl",
    "version": "3.0.8",
    "epoch": 1,
    "release": "1.amzn2023",
    "arch": "X86_64",
    "packageManager": "OS",
    "fixedInVersion": "1:3.0.8-2.amzn2023",
}


def told(**changes: object) -> Any:  # noqa: ANN401 - a wire dictionary, also a broken one
    return {**wire_finding(7), **changes}


def with_package(**changes: object) -> Any:  # noqa: ANN401 - a wire dictionary
    details = wire_finding(7)["packageVulnerabilityDetails"]
    return told(packageVulnerabilityDetails={**details, "vulnerablePackages": [{**PACKAGE, **changes}]})


def test_what_the_service_always_tells_is_enough() -> None:
    finding = finding_of(told())
    assert finding
    assert (finding.vulnerability_id, finding.instance_id) == ("CVE-2026-0007", "i-0aaaaaaaaaaaaaaa1")
    assert (finding.account, finding.severity, finding.title) == (ACCOUNT, Severity.HIGH, "CVE-2026-0007")
    assert (finding.score, finding.epss, finding.exploit_available) == (None, None, None)
    assert (finding.fix, finding.packages, finding.facts_known) == (Fix.UNKNOWN, (), False)


def test_all_that_may_be_told_is_read() -> None:
    more = {"inspectorScore": 9.8, "epss": {"score": 0.97}, "exploitAvailable": "YES", "fixAvailable": "PARTIAL"}
    finding = finding_of(told(**more, title="CVE-2026-0007 - openssl"))
    assert finding
    assert (finding.score, finding.epss, finding.exploit_available, finding.fix) == (9.8, 0.97, True, Fix.PARTIAL)
    assert finding.title == "CVE-2026-0007 - openssl"


@pytest.mark.parametrize(("word", "fix"), [("YES", Fix.YES), ("NO", Fix.NO), ("PERHAPS", Fix.UNKNOWN)])
def test_a_fix_is_known_or_unknown(word: str, fix: Fix) -> None:
    finding = finding_of(told(fixAvailable=word))
    assert finding
    assert finding.fix is fix


@pytest.mark.parametrize(("word", "known"), [("YES", True), ("NO", False), ("PERHAPS", None)])
def test_an_exploit_is_known_or_unknown(word: str, *, known: bool | None) -> None:
    finding = finding_of(told(exploitAvailable=word))
    assert finding
    assert finding.exploit_available is known


@pytest.mark.parametrize("severity", Severity)
def test_every_severity_is_read(severity: Severity) -> None:
    assert severity_of(severity.upper()) is severity


def test_a_severity_nobody_knows_yet_is_untriaged() -> None:
    finding = finding_of(told(severity="APOCALYPTIC"))
    assert finding
    assert finding.severity is Severity.UNTRIAGED


def test_a_package_is_told_as_installed() -> None:
    finding = finding_of(with_package())
    assert finding
    (package,) = finding.packages
    assert (package.name, package.version, package.arch) == ("openssl", "1:3.0.8-1.amzn2023", "X86_64")
    assert package.fixed_in == "1:3.0.8-2.amzn2023"
    assert package.os_managed


def test_an_epoch_of_zero_is_not_told() -> None:
    finding = finding_of(with_package(epoch=0, fixedInVersion="0:3.0.8-2.amzn2023"))
    assert finding
    assert finding.packages[0].version == "3.0.8-1.amzn2023"
    assert finding.packages[0].fixed_in == "3.0.8-2.amzn2023"


def test_a_fix_that_is_not_available_is_no_version() -> None:
    finding = finding_of(with_package(fixedInVersion="NotAvailable"))
    assert finding
    assert finding.packages[0].fixed_in == ""


def test_a_language_package_has_its_path() -> None:
    finding = finding_of(with_package(packageManager="JAR", filePath="/opt/app.jar"))
    assert finding
    assert finding.packages[0].path == "/opt/app.jar"
    assert not finding.packages[0].os_managed


@pytest.mark.parametrize(
    "lost",
    [
        {"findingArn": ""},
        {"resources": []},
        {"resources": [{"type": "AWS_LAMBDA_FUNCTION", "id": "arn"}]},
        {"packageVulnerabilityDetails": None},
        {"packageVulnerabilityDetails": {"source": "NVD"}},
        {"firstObservedAt": None, "lastObservedAt": None},
    ],
)
def test_without_its_ids_and_times_it_is_no_finding(lost: dict[str, object]) -> None:
    assert finding_of(told(**lost)) is None


def test_one_time_stands_for_both() -> None:
    finding = finding_of(told(lastObservedAt=None))
    assert finding
    assert finding.first_observed == finding.last_observed == datetime(2026, 11, 1, tzinfo=UTC)


def test_known_exploited_facts_are_read() -> None:
    added, due = datetime(2026, 11, 3, tzinfo=UTC), datetime(2026, 11, 24, tzinfo=UTC)
    cisa: Any = {"dateAdded": added, "dateDue": due, "action": "Update."}
    facts = facts_of({"cisaData": cisa, "exploitObserved": {"lastSeen": added}})
    expected = KnownExploited(added=date(2026, 11, 3), due=date(2026, 11, 24), action="Update.")
    assert facts.known_exploited == expected
    assert facts.exploit_observed


def test_times_and_days_are_told_in_utc() -> None:
    here = timezone(timedelta(hours=-8))
    at: Any = datetime(2026, 11, 23, 17, tzinfo=here)
    finding = finding_of(told(firstObservedAt=at, lastObservedAt=at))
    assert finding
    assert finding.first_observed.tzinfo is finding.last_observed.tzinfo is UTC
    known = facts_of({"cisaData": {"dateDue": at}}).known_exploited
    assert known
    assert known.due == date(2026, 11, 24)


def test_a_vulnerability_that_nobody_exploits_is_told_as_such() -> None:
    facts = facts_of({"findingArn": "arn", "cisaData": {}, "exploitObserved": {}})
    assert (facts.known_exploited, facts.exploit_observed) == (None, False)
