"""How urgent findings are."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.findings import Finding, Fix, Package, Severity
from core.fleet import Instance
from core.risk import Priority, finding_rank, groups, priority, reasons, remedy_note, risk_score, severe
from tests.core.examples import FINDINGS, INSTANCES, NOW, OPENSSL, TODAY, exploited, finding, instance, instance_id

EXPOSED, INSIDE = instance(exposed=True), instance()
PRODUCTION = instance(tags={"Environment": "Production"})
BOUNDS = {Priority.P0: (80, 100), Priority.P1: (55, 79), Priority.P2: (30, 54), Priority.P3: (5, 29)}


@given(st.lists(FINDINGS, max_size=30), FINDINGS, INSTANCES)
def test_one_more_finding_never_lowers_the_score(found: list[Finding], more: Finding, on: Instance | None) -> None:
    assert risk_score([*found, more], on) >= risk_score(found, on)


@given(st.lists(FINDINGS, min_size=1, max_size=30), st.integers(1, 200), INSTANCES)
def test_the_worst_tier_sets_the_band_whatever_the_number(
    found: list[Finding], times: int, on: Instance | None
) -> None:
    low, high = BOUNDS[min(priority(each, on) for each in found)]
    assert low <= risk_score(found * times, on) <= high


def test_nothing_found_is_no_risk() -> None:
    assert risk_score([], EXPOSED) == 0


@pytest.mark.parametrize(
    ("told", "on", "tier"),
    [
        ({"known_exploited": exploited()}, None, Priority.P0),
        ({"exploit_observed": True, "score": 2.0, "severity": Severity.LOW}, INSIDE, Priority.P0),
        ({"exploit_available": True}, None, Priority.P1),
        ({"epss": 0.1, "score": 4.0, "severity": Severity.MEDIUM}, EXPOSED, Priority.P1),
        ({"severity": Severity.CRITICAL, "score": 9.8}, EXPOSED, Priority.P1),
        ({"severity": Severity.CRITICAL, "score": 9.8}, PRODUCTION, Priority.P1),
        ({"severity": Severity.CRITICAL, "score": 9.8}, INSIDE, Priority.P2),
        ({}, EXPOSED, Priority.P2),
        ({"severity": Severity.UNTRIAGED, "score": None}, None, Priority.P2),
        ({"epss": 0.5, "score": 4.0, "severity": Severity.MEDIUM}, PRODUCTION, Priority.P2),
        ({"epss": 0.5, "score": 4.0, "severity": Severity.MEDIUM}, INSIDE, Priority.P3),
        ({"score": 6.9, "severity": Severity.MEDIUM}, EXPOSED, Priority.P3),
    ],
)
def test_exploitation_counts_before_the_score(told: dict[str, Any], on: Instance | None, tier: Priority) -> None:
    assert priority(finding(**told), on) is tier


@given(FINDINGS)
def test_what_nobody_has_judged_counts_as_severe(found: Finding) -> None:
    unjudged = found.model_copy(update={"severity": Severity.UNTRIAGED, "score": None})
    assert severe(unjudged)
    assert priority(unjudged, None) < Priority.P3


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, ["score 7.5"]),
        ({"facts_known": False, "score": None}, ["exploitation in the wild: not known", "no score yet"]),
        ({"known_exploited": exploited()}, ["known exploited", "score 7.5"]),
        ({"known_exploited": exploited(date(2026, 11, 24))}, ["known exploited, due 24 Nov 2026", "score 7.5"]),
        ({"known_exploited": exploited(TODAY)}, ["known exploited, due 20 Nov 2026", "score 7.5"]),
        (
            {"known_exploited": exploited(date(2026, 11, 19))},
            ["known exploited, due 19 Nov 2026, 1 day overdue", "score 7.5"],
        ),
        (
            {"exploit_observed": True, "exploit_available": True},
            ["exploitation observed", "public exploit", "score 7.5"],
        ),
        ({"epss": 0.01}, ["EPSS 0.01", "score 7.5"]),
        ({"epss": 0.009}, ["score 7.5"]),
    ],
)
def test_reasons_come_weightiest_first(told: dict[str, Any], said: list[str]) -> None:
    assert reasons(finding(**told), None, TODAY) == said
    assert reasons(finding(**told), EXPOSED, TODAY) == [*said, "reachable from the internet"]


@pytest.mark.parametrize(
    ("package", "fix", "fixed_in", "said"),
    [
        (OPENSSL, Fix.YES, "3.0.7-27.el9", "fixed in 3.0.7-27.el9"),
        (OPENSSL, Fix.YES, "", "fix available"),
        (OPENSSL, Fix.NO, "", "no fix available"),
        (None, Fix.PARTIAL, "", "fixed for some packages only"),
        (None, Fix.UNKNOWN, "", "fix not known"),
        (
            Package(name="lodash", version="4", manager="NODEJS"),
            Fix.YES,
            "5",
            "fixed in 5, not by the OS package manager (nodejs)",
        ),
    ],
)
def test_the_note_says_how_it_can_be_mended(package: Package | None, fix: Fix, fixed_in: str, said: str) -> None:
    assert remedy_note(package, fix, fixed_in) == said


def test_a_group_is_what_one_upgrade_closes() -> None:
    newer = OPENSSL.model_copy(update={"fixed_in": "3.0.10-1.el9"})
    found = [
        finding(1),
        finding(2, packages=(newer,), instance_id=instance_id(2), known_exploited=exploited(date(2026, 12, 1))),
        finding(3, fix=Fix.NO),
    ]
    upgrade, mitigate = groups(found, {instance_id(2): instance(2, exposed=True)}, NOW)
    assert (upgrade.finding_count, upgrade.fixed_in, upgrade.due) == (2, "3.0.10-1.el9", date(2026, 12, 1))
    assert (upgrade.instance_ids, upgrade.worst_arn) == ((instance_id(2), instance_id(1)), found[1].arn)
    assert (upgrade.priority, upgrade.exposed, mitigate.priority) == (Priority.P0, True, Priority.P2)
    assert mitigate.why[-1] == "no fix available"


def test_a_finding_without_a_package_is_a_group_of_its_own_vulnerability() -> None:
    [group] = groups([finding(1, packages=())], {}, NOW)
    assert (group.package, group.installed, group.manager, group.os_managed) == ("CVE-2026-0001", "", "", False)


@given(st.lists(FINDINGS, max_size=30, unique_by=lambda each: each.arn), INSTANCES)
def test_groups_hold_every_finding_once_and_the_most_urgent_first(found: list[Finding], on: Instance | None) -> None:
    by_id = {on.instance_id: on} if on else {}
    made = groups(found, by_id, NOW)
    assert sum(group.finding_count for group in made) == len(found)
    assert [group.priority for group in made] == sorted(group.priority for group in made)
    if found:
        assert made[0].priority == priority(min(found, key=lambda each: finding_rank(each, by_id)), on)


def test_the_exposed_instance_comes_before_the_higher_score() -> None:
    by_id = {instance_id(1): INSIDE, instance_id(2): instance(2, exposed=True)}
    inside, outside = finding(1, score=9.0), finding(2, instance_id=instance_id(2))
    assert sorted([inside, outside], key=lambda each: finding_rank(each, by_id)) == [outside, inside]
