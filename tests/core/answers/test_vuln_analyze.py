"""Answers about one instance."""

from core.answers.vuln_analyze import VulnerabilityAnalysis
from tests.blocks.answers import analysis_of
from tests.core.examples import entry, finding


def test_an_analysis_survives_json_and_keeps_unknown_apart_from_zero() -> None:
    unknown = analysis_of([], subject=entry(coverage=None))
    again = VulnerabilityAnalysis.model_validate_json(unknown.model_dump_json())
    assert again == unknown
    assert again.risk_score is None
    assert analysis_of([]).risk_score == 0


def test_what_to_do_names_the_group_it_closes() -> None:
    [remedy] = analysis_of([finding(1), finding(2)]).remediation_priority
    assert (remedy.closes, remedy.group.vulnerability_ids) == (2, ("CVE-2026-0001", "CVE-2026-0002"))
