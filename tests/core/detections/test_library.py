import pytest

from core.detections import detect
from core.detections.catalogue import COMBINATIONS, RULES
from core.detections.rule import Rule, Together
from core.findings import Severity
from evals.cloudtrail_attacks import ATTACKS
from evals.cloudtrail_cases import Case
from evals.cloudtrail_twins import TWINS

GRAVE = {Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM}


@pytest.mark.parametrize("case", ATTACKS, ids=lambda case: case.name)
def test_an_attack_raises_its_detection(case: Case) -> None:
    assert case.rule in {each.rule for each in detect(case.events())}


@pytest.mark.parametrize("case", TWINS, ids=lambda case: case.name)
def test_ordinary_work_raises_nothing_grave(case: Case) -> None:
    assert [each.title for each in detect(case.events()) if each.severity in GRAVE] == []


def test_every_detection_has_a_name_of_its_own() -> None:
    slugs = [*(each.slug for each in RULES), *(each.slug for each in COMBINATIONS)]
    titles = [*(each.title for each in RULES), *(each.title for each in COMBINATIONS)]
    assert len(set(slugs)) == len(slugs)
    assert len(set(titles)) == len(titles)


def test_every_detection_says_why_what_to_check_and_what_to_do() -> None:
    declared: list[Rule | Together] = [*RULES, *COMBINATIONS]
    for each in declared:
        assert each.advice.why.endswith("."), each.slug
        assert each.advice.check, each.slug
        assert each.advice.do, each.slug
        assert each.technique.startswith("T1"), each.slug


def test_every_part_of_a_combination_can_be_seen() -> None:
    slugs = {each.slug for each in RULES} | {f"grave:{each.category}" for each in RULES}
    for combination in COMBINATIONS:
        for part in combination.parts:
            assert {mark for mark in part if ":" not in mark} <= slugs, combination.slug
            assert {mark for mark in part if mark.startswith("grave:")} <= slugs, combination.slug
