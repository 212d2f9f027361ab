"""Findings with their instance and tier."""

from hypothesis import given
from hypothesis import strategies as st

from core.findings import Finding
from core.risk import Priority, finding_rank
from tests.core.examples import FINDINGS, exploited, finding, instance, instance_id
from tests.core.report.examples import judged_of


def test_the_most_urgent_comes_first_with_its_owner() -> None:
    found = judged_of(finding(1), finding(2, known_exploited=exploited()), instances=[instance(1, tags={"Owner": "a"})])
    assert [(each.line.vulnerability_id, each.tier, each.owner) for each in found] == [
        ("CVE-2026-0002", Priority.P0, "a"),
        ("CVE-2026-0001", Priority.P2, "a"),
    ]


def test_an_instance_that_nobody_described_has_its_id() -> None:
    (only,) = judged_of(finding(instance_id=instance_id(9)))
    assert (only.instance.label, only.instance.state, only.owner) == (instance_id(9), "unknown", "(not known)")


@given(st.lists(FINDINGS, max_size=20, unique_by=lambda each: each.arn))
def test_the_order_is_that_of_the_cards(found: list[Finding]) -> None:
    by_id = {instance_id(1): instance(1)}
    ordered = sorted(found, key=lambda each: finding_rank(each, by_id))
    assert [each.line.arn for each in judged_of(*found)] == [each.arn for each in ordered]
