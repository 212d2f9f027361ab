from collections import Counter
from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients, Found, Json

WEB_1, WEB_2, API_1 = "i-0a554b5583dd70864", "i-0f69519d5bc9f01d7", "i-0fff7969126a03f88"
BASTION, LEGACY_1, WIN_1 = "i-033e0c347d41e994b", "i-01c04a2bbb6901d67", "i-0101329db3596bbda"


@pytest.fixture(scope="module")
def ssm(client: Clients) -> Boto:
    return client("ssm")


def patches(ssm: Boto, instance_id: str, **filters: str) -> list[Json]:
    given = [{"Key": key, "Values": [value]} for key, value in filters.items()]
    pages = ssm.get_paginator("describe_instance_patches").paginate(
        InstanceId=instance_id, Filters=given, PaginationConfig={"PageSize": 10}
    )
    return [patch for page in pages for patch in page["Patches"]]


def test_the_list_agrees_with_the_counts(ssm: Boto) -> None:
    (state,) = ssm.describe_instance_patch_states(InstanceIds=[WEB_2])["InstancePatchStates"]
    listed = Counter(patch["State"] for patch in patches(ssm, WEB_2))
    assert listed == {
        name: state[f"{name}Count"] for name in ("Installed", "InstalledOther", "InstalledPendingReboot", "Missing")
    }


def test_the_missing_patch_of_a_package_names_the_cves_that_inspector_finds(ssm: Boto, found: Found) -> None:
    (kernel,) = patches(ssm, WEB_1, KBId="kernel.x86_64")
    named = {
        finding["packageVulnerabilityDetails"]["vulnerabilityId"]
        for finding in found(
            resourceId=[WEB_1], vulnerablePackages=[{"name": {"comparison": "EQUALS", "value": "kernel"}}]
        )
    }
    assert set(kernel["CVEIds"].split(",")) == named
    assert kernel["Title"].startswith("kernel.x86_64:0:6.1.130-")


def test_a_missing_patch_has_no_time(ssm: Boto) -> None:
    missing = patches(ssm, WEB_1, State="Missing")
    assert {patch["InstalledTime"] for patch in missing} == {datetime.fromtimestamp(0, UTC)}


def test_what_is_installed_names_no_cves_and_has_a_time(ssm: Boto) -> None:
    installed = patches(ssm, WEB_1, State="Installed")
    assert not any("CVEIds" in patch for patch in installed)
    assert all(patch["InstalledTime"].year > 2020 for patch in installed)


def test_ubuntu_rates_a_package_by_its_priority(ssm: Boto) -> None:
    (curl,) = patches(ssm, API_1, KBId="curl.amd64")
    assert (curl["Severity"], curl["Title"]) == ("Optional", "curl.amd64:7.81.0-1ubuntu1.14")
    assert patches(ssm, API_1, Severity="Required", State="Missing")


def test_windows_misses_only_the_newest_cumulative_update(ssm: Boto) -> None:
    missing = {patch["KBId"]: patch for patch in patches(ssm, WIN_1, State="Missing")}
    assert set(missing) == {"KB5060526", "KB890830"}
    assert "CVE-2024-38063" in missing["KB5060526"]["CVEIds"]


def test_a_machine_that_was_never_scanned_has_no_patches(ssm: Boto) -> None:
    assert patches(ssm, BASTION) == []


@pytest.mark.parametrize("instance_id", [LEGACY_1, "i-00000000000000000"])
def test_an_unmanaged_machine_is_refused(ssm: Boto, instance_id: str) -> None:
    with pytest.raises(ClientError, match="InvalidInstanceId"):
        patches(ssm, instance_id)


def test_an_unknown_filter_is_refused(ssm: Boto) -> None:
    with pytest.raises(ClientError, match="InvalidFilter"):
        patches(ssm, WEB_1, Colour="blue")
