from datetime import UTC, datetime
from typing import Any

import pytest

from core.errors import Upstream
from core.fleet import Coverage
from services.aws.inspector import Inspector
from tests.services.aws.wire import ACCOUNT, Wire, aws_error, paged

AT = datetime(2026, 11, 20, tzinfo=UTC)
NAME = "i-0aaaaaaaaaaaaaaa1"
OTHER = "i-0bbbbbbbbbbbbbbb2"


def row(reason: str = "SUCCESSFUL", status: str = "ACTIVE", name: str = NAME) -> dict[str, Any]:
    return {
        "resourceType": "AWS_EC2_INSTANCE",
        "resourceId": name,
        "accountId": ACCOUNT,
        "scanType": "PACKAGE",
        "scanStatus": {"statusCode": status, "reason": reason},
        "lastScannedAt": AT,
    }


def test_the_fleet_is_asked_for_this_account_and_package_scanning(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListCoverage", paged("coveredResources", [[row()]]))
    assert inspector.coverage() == {NAME: Coverage(scanned=True, last_scanned=AT)}
    assert wire.asked[0]["maxResults"] == 200
    criteria = {name: values[0]["value"] for name, values in wire.asked[0]["filterCriteria"].items()}
    assert criteria == {"resourceType": "AWS_EC2_INSTANCE", "scanType": "PACKAGE", "accountId": ACCOUNT}


@pytest.mark.parametrize(
    ("reason", "status", "scanned"),
    [
        ("SUCCESSFUL", "ACTIVE", True),
        ("DEEP_INSPECTION_NO_INVENTORY", "ACTIVE", True),
        ("PENDING_INITIAL_SCAN", "ACTIVE", False),
        ("STALE_INVENTORY", "ACTIVE", False),
        ("UNMANAGED_EC2_INSTANCE", "INACTIVE", False),
        ("A_REASON_FROM_TOMORROW", "ACTIVE", False),
        ("SUCCESSFUL", "A_STATUS_FROM_TOMORROW", False),
    ],
)
def test_only_scanning_that_works_counts(
    inspector: Inspector, wire: Wire, reason: str, status: str, *, scanned: bool
) -> None:
    wire.on("inspector2", "ListCoverage", paged("coveredResources", [[row(reason, status)]]))
    assert inspector.coverage()[NAME].scanned is scanned


def test_the_reason_is_the_services_own_word(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListCoverage", paged("coveredResources", [[row("NO_INVENTORY", "INACTIVE")]]))
    assert inspector.coverage()[NAME].reason == "NO_INVENTORY"


def test_a_row_without_a_status_is_unknown(inspector: Inspector, wire: Wire) -> None:
    bare = {key: value for key, value in row().items() if key != "scanStatus"}
    wire.on("inspector2", "ListCoverage", paged("coveredResources", [[bare]]))
    assert inspector.coverage()[NAME] == Coverage(scanned=False, reason="UNKNOWN", last_scanned=AT)


def test_a_named_instance_that_is_not_listed_is_not_covered(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListCoverage", paged("coveredResources", [[row()]]))
    covered = inspector.coverage([NAME, OTHER])
    assert covered[NAME].scanned
    assert covered[OTHER] == Coverage(scanned=False, reason="NOT_COVERED")


@pytest.mark.parametrize("rows", [[row(), row("NO_INVENTORY")], [row("NO_INVENTORY"), row()]])
def test_one_way_of_scanning_that_works_is_enough(inspector: Inspector, wire: Wire, rows: list[dict[str, Any]]) -> None:
    wire.on("inspector2", "ListCoverage", paged("coveredResources", [rows]))
    assert inspector.coverage()[NAME].scanned


def test_many_names_are_asked_ten_at_a_time(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListCoverage", paged("coveredResources", [[]]))
    assert len(inspector.coverage([f"i-{number}" for number in range(25)])) == 25
    assert sorted(len(asked["filterCriteria"]["resourceId"]) for asked in wire.asked) == [5, 10, 10]


def test_every_page_is_read(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListCoverage", paged("coveredResources", [[row()], [], [row(name=OTHER)]]))
    assert set(inspector.coverage()) == {NAME, OTHER}


def test_a_part_of_the_answer_is_no_answer(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListCoverage", paged("coveredResources", [[row()], aws_error("ThrottlingException")]))
    with pytest.raises(Upstream, match="ListCoverage"):
        inspector.coverage()
