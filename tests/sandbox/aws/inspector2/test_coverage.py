from collections import Counter

from tests.sandbox.aws.clients import Boto, Json

BATCH_1, LEGACY_1 = "i-072413e93407d8f4b", "i-01c04a2bbb6901d67"


def covered(inspector: Boto, **criteria: str) -> list[Json]:
    filters = {name: [{"comparison": "EQUALS", "value": value}] for name, value in criteria.items()}
    pages = inspector.get_paginator("list_coverage").paginate(filterCriteria=filters)
    return [one for page in pages for one in page["coveredResources"]]


def test_every_machine_has_a_package_and_a_network_scan(inspector: Boto) -> None:
    kinds = Counter(one["scanType"] for one in covered(inspector))
    assert kinds == {"PACKAGE": 12, "NETWORK": 12}


def test_the_machine_without_an_agent_is_unmanaged(inspector: Boto) -> None:
    (scan,) = covered(inspector, resourceId=LEGACY_1, scanType="PACKAGE")
    assert scan["scanStatus"] == {"statusCode": "INACTIVE", "reason": "UNMANAGED_EC2_INSTANCE"}
    assert "lastScannedAt" not in scan


def test_the_excluded_machine_says_so(inspector: Boto) -> None:
    (scan,) = covered(inspector, scanStatusReason="EXCLUDED_BY_TAG", scanType="PACKAGE")
    assert scan["resourceId"] == BATCH_1
    assert "InspectorEc2Exclusion" in scan["resourceMetadata"]["ec2"]["tags"]


def test_active_scans_have_a_mode_and_a_time(inspector: Boto) -> None:
    scans = covered(inspector, scanStatusCode="ACTIVE", scanMode="EC2_SSM_AGENT_BASED")
    assert len(scans) == 10
    assert all(one["lastScannedAt"] for one in scans)


def test_machines_are_filtered_by_tag(inspector: Boto) -> None:
    tag = {"ec2InstanceTags": [{"comparison": "EQUALS", "key": "Role", "value": "bastion"}]}
    found = inspector.list_coverage(filterCriteria=tag)["coveredResources"]
    assert {one["resourceMetadata"]["ec2"]["tags"]["Name"] for one in found} == {"bastion"}


def test_coverage_comes_in_pages(inspector: Boto) -> None:
    pages = list(inspector.get_paginator("list_coverage").paginate(PaginationConfig={"PageSize": 5}))
    assert [len(page["coveredResources"]) for page in pages] == [5, 5, 5, 5, 4]


def test_statistics_count_what_the_filter_accepts(inspector: Boto) -> None:
    packages = {"scanType": [{"comparison": "EQUALS", "value": "PACKAGE"}]}
    answer = inspector.list_coverage_statistics(filterCriteria=packages, groupBy="SCAN_STATUS_CODE")
    assert answer["totalCounts"] == 12
    assert [one["count"] for one in answer["countsByGroup"]] == [10, 2]


def test_statistics_of_what_machines_lack_have_no_groups(inspector: Boto) -> None:
    assert "countsByGroup" not in inspector.list_coverage_statistics(groupBy="ECR_REPOSITORY_NAME")
