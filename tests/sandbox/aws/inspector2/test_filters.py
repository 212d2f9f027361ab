from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Found, Json

WEB_1, BASTION = "i-0a554b5583dd70864", "i-033e0c347d41e994b"


def value(text: str, comparison: str = "EQUALS") -> Json:
    return {"comparison": comparison, "value": text}


def ids(findings: list[Json]) -> set[str]:
    return {finding["resources"][0]["id"] for finding in findings}


def packages(finding: Json) -> list[Json]:
    listed: list[Json] = finding["packageVulnerabilityDetails"]["vulnerablePackages"]
    return listed


def test_values_of_one_filter_are_alternatives(found: Found) -> None:
    assert ids(found(resourceId=[WEB_1, BASTION])) == {WEB_1, BASTION}


def test_different_filters_all_hold(found: Found) -> None:
    some = found(resourceId=[WEB_1], severity=["HIGH"], findingStatus=["ACTIVE"])
    assert some
    assert ids(some) == {WEB_1}
    assert {(one["severity"], one["status"]) for one in some} == {("HIGH", "ACTIVE")}


def test_not_equals_excludes_each_value(found: Found, all_findings: list[Json]) -> None:
    rest = found(severity=[value("HIGH", "NOT_EQUALS"), value("LOW", "NOT_EQUALS")])
    assert len(rest) == sum(one["severity"] not in ("HIGH", "LOW") for one in all_findings)


def test_prefix_matches_the_beginning(found: Found, all_findings: list[Json]) -> None:
    some = found(vulnerabilityId=[value("CVE-2021-", "PREFIX")])
    assert {one["packageVulnerabilityDetails"]["vulnerabilityId"][:9] for one in some} == {"CVE-2021-"}
    assert 0 < len(some) < len(all_findings)


@pytest.mark.parametrize("member", ["exploitAvailable", "fixAvailable"])
def test_availability_is_filtered(found: Found, member: str) -> None:
    some = found(**{member: ["NO"]})
    assert some
    assert {one[member] for one in some} == {"NO"}


def test_a_score_range_leaves_unscored_findings_out(found: Found) -> None:
    some = found(inspectorScore=[{"lowerInclusive": 9.0, "upperInclusive": 9.8}])
    assert some
    assert all(9.0 <= one["inspectorScore"] <= 9.8 for one in some)


def test_epss_is_filtered_by_its_lower_bound_alone(found: Found) -> None:
    some = found(epssScore=[{"lowerInclusive": 0.9}])
    assert some
    assert all(one["epss"]["score"] >= 0.9 for one in some)


def test_tags_are_filtered_by_key_and_value(found: Found) -> None:
    production = found(resourceTags=[{"comparison": "EQUALS", "key": "Environment", "value": "prod"}])
    opted_in = found(resourceTags=[{"comparison": "EQUALS", "key": "PatchAutomation"}])
    assert {one["resources"][0]["tags"]["Environment"] for one in production} == {"prod"}
    assert all(one["resources"][0]["tags"]["PatchAutomation"] == "enabled" for one in opted_in)


def test_a_package_filter_holds_for_one_package(found: Found) -> None:
    named = {"name": value("openssl", "PREFIX"), "version": value("3.0.1")}
    some = found(vulnerablePackages=[named])
    assert some
    assert all(
        any(one["name"].startswith("openssl") and one["version"] == "3.0.1" for one in packages(finding))
        for finding in some
    )


def test_packages_are_filtered_by_epoch_path_and_architecture(found: Found) -> None:
    assert all(
        any(one["epoch"] == 32 for one in packages(f))
        for f in found(vulnerablePackages=[{"epoch": {"lowerInclusive": 32, "upperInclusive": 32}}])
    )
    jars = found(vulnerablePackages=[{"filePath": value("/opt/app", "PREFIX")}])
    assert jars
    assert {one["packageManager"] for finding in jars for one in packages(finding)} == {"JAR"}
    assert found(vulnerablePackages=[{"architecture": value("ARM64")}]) == []


def test_dates_are_filtered_by_their_range(found: Found) -> None:
    since = datetime.now(UTC) - timedelta(days=30)
    some = found(firstObservedAt=[{"startInclusive": since}])
    assert some
    assert all(one["firstObservedAt"] >= since for one in some)


@pytest.mark.parametrize("member", ["lastObservedAt", "updatedAt"])
def test_nothing_was_seen_in_the_future(found: Found, member: str) -> None:
    assert found(**{member: [{"startInclusive": datetime.now(UTC) + timedelta(minutes=1)}]}) == []


def test_ports_and_components_are_filtered(found: Found) -> None:
    ssh = found(portRange=[{"beginInclusive": 22, "endInclusive": 22}], networkProtocol=["TCP"])
    assert ids(ssh) == {BASTION}
    assert ids(found(componentId=[BASTION])) == {BASTION}
    assert {one["type"] for one in found(componentType=["AWS::EC2::InternetGateway"])} == {"NETWORK_REACHABILITY"}


@pytest.mark.parametrize(
    ("member", "path"),
    [("ec2InstanceVpcId", "vpcId"), ("ec2InstanceSubnetId", "subnetId"), ("ec2InstanceImageId", "imageId")],
)
def test_the_place_of_an_instance_is_filtered(found: Found, all_findings: list[Json], member: str, path: str) -> None:
    wanted = all_findings[0]["resources"][0]["details"]["awsEc2Instance"][path]
    some = found(**{member: [wanted]})
    assert {one["resources"][0]["details"]["awsEc2Instance"][path] for one in some} == {wanted}


def test_type_account_and_resource_type_are_filtered(found: Found, all_findings: list[Json]) -> None:
    every = found(awsAccountId=["123456789012"], resourceType=["AWS_EC2_INSTANCE"])
    network = found(findingType=["NETWORK_REACHABILITY"])
    assert len(every) == len(all_findings)
    assert {one["type"] for one in network} == {"NETWORK_REACHABILITY"}
    assert found(awsAccountId=["210987654321"]) == []


def test_source_vendor_severity_title_and_relatives_are_filtered(found: Found) -> None:
    assert found(vulnerabilitySource=["NVD"])
    assert found(vendorSeverity=["Low"])
    assert found(title=[value("CVE-2024-6387", "PREFIX")])
    assert found(relatedVulnerabilities=["CVE-2024-45491"])


def test_filters_of_other_resources_match_no_machine(found: Found, all_findings: list[Json]) -> None:
    assert found(ecrImageTags=["latest"]) == []
    assert len(found(lambdaFunctionName=[value("x", "NOT_EQUALS")])) == len(all_findings)


def test_a_single_arn_is_found(found: Found, all_findings: list[Json]) -> None:
    arn = all_findings[7]["findingArn"]
    assert [one["findingArn"] for one in found(findingArn=[arn])] == [arn]


def test_eleven_values_of_one_filter_are_refused(found: Found) -> None:
    with pytest.raises(ClientError, match="less than or equal to 10"):
        found(resourceId=[f"i-{number:017x}" for number in range(11)])


def test_an_unknown_comparison_is_refused(found: Found) -> None:
    with pytest.raises(ClientError, match=r"enum value set: \[EQUALS, PREFIX, NOT_EQUALS\]"):
        found(severity=[value("HIGH", "CONTAINS")])
