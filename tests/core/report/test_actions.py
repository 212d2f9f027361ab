"""What to do, by the risk that it removes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answers.report import ActionKind, Recommendation, UnknownRow
from core.findings import Finding, Fix, Package
from core.fleet import Instance
from core.report.actions import recommendations
from tests.core.examples import FINDINGS, NOW, SCANNED, TODAY, exploited, finding, instance, instance_id
from tests.core.report.examples import judged_of

LODASH = (Package(name="lodash", version="4.17.20", fixed_in="4.17.21", manager="NODEPKG"),)
BARE = (Package(name="zlib", version="1.2"),)
TWO = (instance(1, tags={"Owner": "team-a"}), instance(2))


def actions_of(*found: Finding, instances: tuple[Instance, ...] = TWO) -> tuple[Recommendation, ...]:
    coverage = {each.instance_id: SCANNED for each in instances}
    return recommendations(judged_of(*found, instances=instances), coverage, (), NOW, 0)


def test_one_upgrade_counts_everything_that_it_closes() -> None:
    due, old = TODAY - timedelta(days=1), NOW - timedelta(days=60)
    (only,) = actions_of(
        finding(1, known_exploited=exploited(due)),
        finding(2, instance_id=instance_id(2)),
        finding(3, first_observed=old),
    )
    assert only.action == "Upgrade openssl to 3.0.7-27.el9 on 2 instances"
    assert only.effect == "closes 3 findings, 1 known exploited, 2 overdue"
    assert (only.due, only.owners, only.risk_share, only.kind) == (due, ("team-a",), 1.0, ActionKind.SYSTEM)


@pytest.mark.parametrize(
    ("found", "action", "effect"),
    [
        (
            finding(packages=LODASH),
            "Upgrade lodash to 4.17.21 in the applications (nodepkg) on 1 instance",
            "closes 1 finding",
        ),
        (
            finding(packages=BARE, fix=Fix.NO),
            "Mitigate zlib on 1 instance: no fixed version exists yet",
            "concerns 1 finding, closes none",
        ),
        (
            finding(packages=BARE, fix=Fix.UNKNOWN),
            "Look into zlib on 1 instance: nobody says whether a fix exists",
            "concerns 1 finding, closes none",
        ),
        (finding(packages=()), "Upgrade CVE-2026-0001 to the fixed version on 1 instance", "closes 1 finding"),
    ],
)
def test_each_sort_of_work_has_its_own_words(found: Finding, action: str, effect: str) -> None:
    (only,) = actions_of(found)
    assert (only.action, only.effect) == (action, effect)


def test_what_is_fixed_for_some_packages_only_is_not_counted_as_closed() -> None:
    (only,) = actions_of(finding(1), finding(2, fix=Fix.PARTIAL))
    assert (only.closes, only.concerns, only.effect) == (1, 2, "closes 1 of 2 findings")


def test_the_action_that_removes_most_risk_comes_first() -> None:
    many = [finding(n, packages=BARE) for n in range(2, 9)]
    first, second = actions_of(finding(1, packages=LODASH, known_exploited=exploited()), *many)
    assert (first.package, second.package) == ("lodash", "zlib")
    assert (first.risk_share or 0) + (second.risk_share or 0) == pytest.approx(1)


def test_a_mitigation_stands_behind_an_upgrade_of_the_same_weight() -> None:
    first, second = actions_of(finding(1, packages=BARE, fix=Fix.NO), finding(2))
    assert (first.kind, second.kind) == (ActionKind.SYSTEM, ActionKind.MITIGATE)


def test_what_is_not_scanned_is_an_action_of_unknown_weight_and_stands_last() -> None:
    unknown = [UnknownRow(instance_id=instance_id(2), label="web-2", owner="", reason="the instance is stopped")]
    *_, last = recommendations(judged_of(finding()), {}, unknown, NOW, 0)
    assert (last.action, last.risk_share, last.kind) == ("Let Inspector scan 1 instance", None, ActionKind.COVER)


@given(st.lists(FINDINGS, max_size=30, unique_by=lambda each: each.arn))
def test_every_finding_belongs_to_exactly_one_action(found: list[Finding]) -> None:
    actions = actions_of(*found)
    assert sum(each.concerns for each in actions) == len(found)
    assert all(0 <= each.closes <= each.concerns and 0 <= (each.risk_share or 0) <= 1 for each in actions)
