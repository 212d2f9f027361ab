from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients, Json

ORDER = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL", "UNTRIAGED"]


def test_the_account_has_at_least_150_findings_of_every_kind(all_findings: list[Json]) -> None:
    assert len(all_findings) >= 150
    assert {one["severity"] for one in all_findings} == set(ORDER)
    assert {one["status"] for one in all_findings} == {"ACTIVE", "CLOSED", "SUPPRESSED"}
    assert {one["type"] for one in all_findings} == {"PACKAGE_VULNERABILITY", "NETWORK_REACHABILITY"}
    assert {one.get("fixAvailable") for one in all_findings} == {"YES", "NO", "PARTIAL", None}


def test_arns_are_unique_and_in_order(all_findings: list[Json]) -> None:
    arns = [one["findingArn"] for one in all_findings]
    assert all(first < second for first, second in pairwise(arns))


def test_findings_were_first_seen_over_the_last_90_days(all_findings: list[Json]) -> None:
    now = datetime.now(UTC)
    ages = [now - one["firstObservedAt"] for one in all_findings]
    assert max(ages) > timedelta(days=80)
    assert max(ages) < timedelta(days=91)
    assert min(ages) < timedelta(days=10)
    assert all(one["firstObservedAt"] <= one["lastObservedAt"] <= now for one in all_findings)


def test_some_findings_have_no_score(all_findings: list[Json]) -> None:
    unscored = [one for one in all_findings if "inspectorScore" not in one]
    assert unscored
    assert {one["severity"] for one in unscored} == {"UNTRIAGED"}


def test_packages_of_applications_are_not_os_packages(all_findings: list[Json]) -> None:
    details = [one["packageVulnerabilityDetails"] for one in all_findings if one["type"].startswith("PACKAGE")]
    managers = {package["packageManager"] for one in details for package in one["vulnerablePackages"]}
    assert managers == {"OS", "JAR", "PYTHONPKG", "NODEPKG"}


def test_a_page_has_25_findings_unless_asked_otherwise(inspector: Boto) -> None:
    assert len(inspector.list_findings()["findings"]) == 25
    assert len(inspector.list_findings(maxResults=3)["findings"]) == 3


def test_101_results_are_refused_as_the_service_does(client: Clients) -> None:
    lenient = client("inspector2")
    with pytest.raises(ClientError) as caught:
        lenient.list_findings(maxResults=101)
    assert caught.value.response["Error"]["Code"] == "ValidationException"
    assert "less than or equal to 100" in caught.value.response["Error"]["Message"]
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


@pytest.mark.parametrize("token", ["nonsense", "YWJj"])
def test_an_invented_token_is_refused(inspector: Boto, token: str) -> None:
    with pytest.raises(ClientError, match="nextToken") as caught:
        inspector.list_findings(nextToken=token)
    assert caught.value.response["Error"]["Code"] == "ValidationException"


def test_a_token_of_another_query_is_refused(inspector: Boto) -> None:
    token = inspector.list_findings(maxResults=5)["nextToken"]
    other = {"severity": [{"comparison": "EQUALS", "value": "LOW"}]}
    with pytest.raises(ClientError, match="ValidationException"):
        inspector.list_findings(maxResults=5, nextToken=token, filterCriteria=other)


@pytest.mark.parametrize("order", ["ASC", "DESC"])
def test_findings_sort_by_severity(inspector: Boto, order: str) -> None:
    criteria = {"field": "SEVERITY", "sortOrder": order}
    page = inspector.list_findings(maxResults=100, sortCriteria=criteria)["findings"]
    ranks = [ORDER.index(one["severity"]) for one in page]
    assert ranks == sorted(ranks, reverse=order == "DESC")


def test_findings_sort_by_score_with_unscored_ones_lowest(inspector: Boto) -> None:
    criteria = {"field": "INSPECTOR_SCORE", "sortOrder": "ASC"}
    page = inspector.list_findings(maxResults=100, sortCriteria=criteria)["findings"]
    scores = [one.get("inspectorScore", -1) for one in page]
    assert scores == sorted(scores)
    assert scores[0] == -1


def test_another_region_has_no_findings(client: Clients) -> None:
    assert client("inspector2", region="eu-west-1").list_findings()["findings"] == []
