"""Findings in our own words."""

import pytest
from pydantic import ValidationError

from core.findings import Fix, Floor, Package, Severity, SeverityCounts, at_least
from tests.core.examples import ACCOUNT, finding


@pytest.mark.parametrize(
    ("floor", "hidden"),
    [
        ("all", set()),
        ("low", {"informational"}),
        ("medium", {"informational", "low"}),
        ("high", {"informational", "low", "medium"}),
        ("critical", {"informational", "low", "medium", "high"}),
    ],
)
def test_a_floor_hides_what_is_below_and_never_what_nobody_has_judged(floor: Floor, hidden: set[str]) -> None:
    assert set(Severity) - at_least(floor) == hidden


def test_counts_add_up() -> None:
    counts = SeverityCounts.of([*Severity, Severity.CRITICAL])
    assert (counts.critical, counts.high, counts.medium, counts.other, counts.total) == (2, 1, 1, 3, 7)


def test_the_account_is_the_one_of_the_arn() -> None:
    assert finding().account == ACCOUNT


@pytest.mark.parametrize(("manager", "managed"), [("OS", True), ("PIP", False), ("", False)])
def test_only_the_systems_own_packages_are_the_package_managers(manager: str, managed: bool) -> None:  # noqa: FBT001  a table
    assert Package(name="x", version="1", manager=manager).os_managed is managed


def test_data_cannot_be_changed() -> None:
    for field in ("severity", "colour"):
        with pytest.raises(ValidationError):
            setattr(finding(), field, Severity.LOW)


def test_what_is_not_told_is_unknown() -> None:
    assert finding(fix="unknown").fix is Fix.UNKNOWN
    assert finding().epss is None
