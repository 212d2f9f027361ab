"""The sentences of a report."""

import pytest

from core.answers.report import Trend
from core.findings import SeverityCounts
from core.report.actions import recommendations
from core.report.rows import exploited
from core.report.words import change, executive_summary, headline, percent
from tests.core.examples import NOW, TODAY, finding
from tests.core.examples import exploited as entry_of_cisa
from tests.core.report.examples import FIRST, figures_of, judged_of

ACTIONS = recommendations(judged_of(finding(1, known_exploited=entry_of_cisa(TODAY.replace(day=1)))), {}, (), NOW, 0)


def test_the_headline_has_the_numbers_that_decide() -> None:
    figures = figures_of(known_exploited=2, overdue=7, unknown_instances=3, partial=True)
    said = headline(figures, SeverityCounts(critical=4, high=9))
    assert said == (
        "12 instances: 4 critical and 9 high findings, 2 known exploited, 7 overdue; 3 not scanned; partial"
    )


def test_the_summary_says_how_it_stands_what_to_do_and_what_is_sure() -> None:
    rows = exploited(judged_of(finding(known_exploited=entry_of_cisa(TODAY.replace(day=1)))), TODAY)
    said = executive_summary(figures_of(known_exploited=1, overdue=7), rows, ACTIONS, FIRST, 0)
    how = "12 instances carry 100 open findings, 4 of them critical and 7 past their deadline;"
    assert said == (
        f"{how} 1 vulnerability is known to be exploited, 1 past CISA's date.",
        "Begin with this: upgrade openssl on 1 instance, which closes 1 finding, 1 known exploited, 1 overdue.",
        "Every instance is scanned and every finding was read.",
    )


def test_a_partial_report_says_at_least_and_what_its_numbers_lack() -> None:
    figures = figures_of(partial=True, unknown_instances=2, critical=0)
    first, _, last = executive_summary(figures, (), ACTIONS, FIRST, 3)
    assert first == "12 instances carry at least 100 open findings."
    assert last == (
        "Not in these numbers: 2 instances not scanned; 3 vulnerabilities not checked for exploitation;"
        " parts that AWS did not tell; the true figures can only be higher."
    )


def test_a_comparison_names_its_day() -> None:
    since = Trend(points=(), since=figures_of(findings=112))
    assert executive_summary(figures_of(), (), ACTIONS, since, 0)[0].endswith(
        "; 12 findings fewer than on 20 Nov 2026."
    )
    same = Trend(points=(), since=figures_of())
    assert executive_summary(figures_of(), (), ACTIONS, same, 0)[0].endswith("; as many findings as on 20 Nov 2026.")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"findings": 0, "critical": 0}, "There is nothing to mend."),
        ({"findings": 0, "unknown_instances": 1}, "Nothing can be recommended before more is known."),
        ({"findings": 0, "partial": True}, "Nothing can be recommended before more is known."),
    ],
)
def test_nothing_to_do_is_only_said_where_everything_is_known(more: dict[str, object], said: str) -> None:
    assert executive_summary(figures_of(1, **more), (), (), FIRST, 0)[1] == said


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0 %"), (0.001, "less than 1 %"), (0.41, "41 %"), (0.999, "99 %"), (1, "100 %")]
)
def test_a_little_is_not_nothing_and_almost_all_is_not_all(share: float, said: str) -> None:
    assert percent(share) == said


def test_changes_are_words() -> None:
    assert [change(by, "finding") for by in (-1, 0, 1200)] == [
        "1 finding fewer",
        "as many findings",
        "1,200 findings more",
    ]
