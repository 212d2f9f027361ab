from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients, Json

API_2 = "i-0d70ac4ed9328e728"


@pytest.fixture(scope="module")
def guard(client: Clients) -> Boto:
    return client("guardduty")


@pytest.fixture(scope="module")
def detector(guard: Boto) -> str:
    (found,) = guard.list_detectors()["DetectorIds"]
    return str(found)


def listed(guard: Boto, detector: str, **criterion: Json) -> list[Json]:
    ids = guard.list_findings(DetectorId=detector, FindingCriteria={"Criterion": criterion})["FindingIds"]
    found: list[Json] = guard.get_findings(DetectorId=detector, FindingIds=ids)["Findings"]
    return found


def test_the_detector_is_enabled_and_another_region_has_none(guard: Boto, detector: str, client: Clients) -> None:
    assert guard.get_detector(DetectorId=detector)["Status"] == "ENABLED"
    assert client("guardduty", region="eu-central-1").list_detectors()["DetectorIds"] == []


def test_findings_come_page_by_page_and_the_last_page_has_an_empty_token(guard: Boto, detector: str) -> None:
    first = guard.list_findings(DetectorId=detector, MaxResults=3)
    last = guard.list_findings(DetectorId=detector, MaxResults=3, NextToken=first["NextToken"])
    assert (len(first["FindingIds"]), len(last["FindingIds"]), last["NextToken"]) == (3, 2, "")


def test_criteria_choose_by_time_archive_and_instance(guard: Boto, detector: str) -> None:
    lately = int((datetime.now(UTC) - timedelta(hours=24)).timestamp() * 1000)
    active: dict[str, Json] = {"service.archived": {"Equals": ["false"]}, "updatedAt": {"GreaterThanOrEqual": lately}}
    assert len(listed(guard, detector, **active)) == 3
    (found,) = listed(guard, detector, **active, **{"resource.instanceDetails.instanceId": {"Eq": [API_2]}})
    assert found["Type"].endswith("InstanceCredentialExfiltration.OutsideAWS")
    assert found["Service"]["Action"]["AwsApiCallAction"]["RemoteIpDetails"]["IpAddressV4"] == "192.0.2.144"


def test_the_worst_come_first_when_asked_so(guard: Boto, detector: str) -> None:
    order = {"AttributeName": "severity", "OrderBy": "DESC"}
    ids = guard.list_findings(DetectorId=detector, SortCriteria=order)["FindingIds"]
    by_id = {each["Id"]: each for each in guard.get_findings(DetectorId=detector, FindingIds=ids)["Findings"]}
    severities = [by_id[each]["Severity"] for each in ids]
    assert severities == sorted(severities, reverse=True)


def test_a_strange_detector_is_refused(guard: Boto) -> None:
    with pytest.raises(ClientError, match="BadRequestException"):
        guard.list_findings(DetectorId="0" * 32)
