from collections import Counter

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Json

WEB_1 = "i-0a554b5583dd70864"


def rows(inspector: Boto, kind: str, **request: object) -> list[Json]:
    member = {"AWS_EC2_INSTANCE": "ec2InstanceAggregation", "FINDING_TYPE": "findingTypeAggregation"}.get(
        kind, f"{kind.lower()}Aggregation"
    )
    pages = inspector.get_paginator("list_finding_aggregations").paginate(
        aggregationType=kind, aggregationRequest={member: request}
    )
    return [row[member] for page in pages for row in page["responses"]]


def active(all_findings: list[Json]) -> list[Json]:
    return [one for one in all_findings if one["status"] == "ACTIVE"]


def test_the_account_is_counted_by_severity(inspector: Boto, all_findings: list[Json]) -> None:
    (row,) = rows(inspector, "ACCOUNT")
    expected = Counter(one["severity"].lower() for one in active(all_findings))
    assert {name: count for name, count in row["severityCounts"].items() if name != "all"} == expected
    assert row["severityCounts"]["all"] == len(active(all_findings))
    assert row["exploitAvailableCount"] == sum(one.get("exploitAvailable") == "YES" for one in active(all_findings))


def test_each_instance_is_counted_with_its_tags(inspector: Boto, all_findings: list[Json]) -> None:
    found = {row["instanceId"]: row for row in rows(inspector, "AWS_EC2_INSTANCE")}
    on_web = [one for one in active(all_findings) if one["resources"][0]["id"] == WEB_1]
    assert found[WEB_1]["severityCounts"]["all"] == len(on_web)
    assert found[WEB_1]["instanceTags"]["Name"] == "web-1"
    assert found[WEB_1]["networkFindings"] == sum(one["type"] == "NETWORK_REACHABILITY" for one in on_web)


def test_instances_are_filtered_by_id_system_image_and_tag(inspector: Boto) -> None:
    by_id = rows(inspector, "AWS_EC2_INSTANCE", instanceIds=[{"comparison": "EQUALS", "value": WEB_1}])
    windows = {"comparison": "PREFIX", "value": "WINDOWS"}
    by_system = rows(inspector, "AWS_EC2_INSTANCE", operatingSystems=[windows])
    tag = {"comparison": "EQUALS", "key": "Role", "value": "database"}
    by_tag = rows(inspector, "AWS_EC2_INSTANCE", instanceTags=[tag])
    assert [row["instanceId"] for row in by_id] == [WEB_1]
    assert [row["operatingSystem"] for row in by_system] == ["WINDOWS_SERVER_2022"]
    assert [row["instanceTags"]["Name"] for row in by_tag] == ["db-1"]


@pytest.mark.parametrize(("by", "key"), [("CRITICAL", "critical"), ("HIGH", "high"), ("ALL", "all")])
def test_rows_sort_by_what_is_asked(inspector: Boto, by: str, key: str) -> None:
    counts = [row["severityCounts"][key] for row in rows(inspector, "PACKAGE", sortBy=by, sortOrder="DESC")]
    assert counts == sorted(counts, reverse=True)


def test_instances_sort_by_network_findings(inspector: Boto) -> None:
    found = rows(inspector, "AWS_EC2_INSTANCE", sortBy="NETWORK_FINDINGS", sortOrder="ASC")
    counts = [row["networkFindings"] for row in found]
    assert counts == sorted(counts)


def test_packages_are_named_once_and_filtered(inspector: Boto) -> None:
    named = rows(inspector, "PACKAGE", packageNames=[{"comparison": "PREFIX", "value": "kernel"}])
    assert [row["packageName"] for row in named] == ["kernel"]


def test_titles_carry_their_vulnerability(inspector: Boto) -> None:
    wanted = [{"comparison": "EQUALS", "value": "CVE-2024-6387"}]
    found = rows(inspector, "TITLE", vulnerabilityIds=wanted)
    assert {row["vulnerabilityId"] for row in found} == {"CVE-2024-6387"}
    assert all(row["title"].startswith("CVE-2024-6387 - ") for row in found)


def test_types_are_counted_apart(inspector: Boto, all_findings: list[Json]) -> None:
    (row,) = rows(inspector, "FINDING_TYPE", findingType="NETWORK_REACHABILITY")
    expected = sum(one["type"] == "NETWORK_REACHABILITY" for one in active(all_findings))
    assert row["severityCounts"]["all"] == expected


def test_images_count_their_instances(inspector: Boto) -> None:
    answer = inspector.list_finding_aggregations(aggregationType="AMI")["responses"]
    assert sum(row["amiAggregation"]["affectedInstances"] for row in answer) == 10


def test_an_account_without_repositories_has_no_rows(inspector: Boto) -> None:
    assert inspector.list_finding_aggregations(aggregationType="REPOSITORY")["responses"] == []


def test_another_account_has_no_rows(inspector: Boto) -> None:
    other = [{"comparison": "EQUALS", "value": "210987654321"}]
    assert inspector.list_finding_aggregations(aggregationType="ACCOUNT", accountIds=other)["responses"] == []


def test_a_request_for_another_type_is_refused(inspector: Boto) -> None:
    with pytest.raises(ClientError, match="needs packageAggregation"):
        inspector.list_finding_aggregations(aggregationType="PACKAGE", aggregationRequest={"titleAggregation": {}})
