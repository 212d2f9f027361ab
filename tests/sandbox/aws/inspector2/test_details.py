from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Found, Json


def details(inspector: Boto, found: Found, cve: str) -> Json:
    arn = found(vulnerabilityId=[cve])[0]["findingArn"]
    listed: list[Json] = inspector.batch_get_finding_details(findingArns=[arn])["findingDetails"]
    assert [one["findingArn"] for one in listed] == [arn]
    return listed[0]


def test_a_known_exploited_vulnerability_has_its_dates(inspector: Boto, found: Found) -> None:
    one = details(inspector, found, "CVE-2024-1086")
    assert one["cisaData"]["dateAdded"] == datetime(2024, 5, 30, tzinfo=UTC)
    assert one["cisaData"]["dateDue"] == datetime(2024, 6, 20, tzinfo=UTC)
    assert one["cisaData"]["action"]
    assert one["exploitObserved"]["firstSeen"] < one["exploitObserved"]["lastSeen"]


def test_ransomware_use_shows_as_a_technique(inspector: Boto, found: Found) -> None:
    assert details(inspector, found, "CVE-2021-44228")["ttps"] == ["T1486"]


def test_an_ordinary_vulnerability_has_no_cisa_data(inspector: Boto, found: Found) -> None:
    one = details(inspector, found, "CVE-2023-4016")
    assert "cisaData" not in one
    assert "exploitObserved" not in one
    assert one["cwes"] == ["CWE-122"]
    assert one["epssScore"] == 0.0006


def test_findings_without_details_are_named_apart(inspector: Boto, found: Found) -> None:
    network = found(findingType=["NETWORK_REACHABILITY"])[0]["findingArn"]
    foreign = network.replace("123456789012", "210987654321")
    answer = inspector.batch_get_finding_details(findingArns=[network, foreign])
    assert answer["findingDetails"] == []
    codes = {one["findingArn"]: one["errorCode"] for one in answer["errors"]}
    assert codes == {network: "FINDING_DETAILS_NOT_FOUND", foreign: "ACCESS_DENIED"}


def test_eleven_arns_are_refused(inspector: Boto, all_findings: list[Json]) -> None:
    with pytest.raises(ClientError, match="less than or equal to 10"):
        inspector.batch_get_finding_details(findingArns=[one["findingArn"] for one in all_findings[:11]])


def test_a_string_that_is_no_arn_is_refused(inspector: Boto) -> None:
    with pytest.raises(ClientError, match="regular expression pattern"):
        inspector.batch_get_finding_details(findingArns=["i-0a554b5583dd70864"])


def test_a_vulnerability_is_found_by_its_id(inspector: Boto) -> None:
    (one,) = inspector.search_vulnerabilities(filterCriteria={"vulnerabilityIds": ["CVE-2021-44228"]})[
        "vulnerabilities"
    ]
    assert one["cvss3"]["baseScore"] == 10.0
    assert one["cisaData"]["dateDue"] == datetime(2021, 12, 24, tzinfo=UTC)


def test_an_unknown_vulnerability_gives_an_empty_list(inspector: Boto) -> None:
    asked = {"vulnerabilityIds": ["CVE-1999-0001"]}
    assert inspector.search_vulnerabilities(filterCriteria=asked)["vulnerabilities"] == []
