"""The report as a card and as a table."""

import json
from datetime import timedelta

import pytest
from hypothesis import given

from blocks.limits import problems
from blocks.marks import State
from blocks.report import report_card, report_files, report_state, report_table
from core.answers.report import Trend, VulnerabilityReport
from core.findings import Package
from core.fleet import Coverage
from core.gaps import Gap
from tests.blocks.answers import HOSTILE, TEXTS, alive, buttons, texts
from tests.blocks.reports import REPORT_ID, body_of, report_of
from tests.core.examples import NOW, entry, exploited, finding, instance_id
from tests.core.report.examples import figures_of

BLIND = Coverage(scanned=False, reason="NO_INVENTORY")
GAP = Gap(what="findings of web-3", why="AWS throttled ListFindings.")


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (report_of(body_of(finding(known_exploited=exploited()))), State.CRITICAL),
        (report_of(body_of(finding())), State.WARNING),
        (report_of(body_of()), State.GOOD),
        (report_of(body_of(gaps=(GAP,))), State.UNKNOWN),
        (report_of(body_of(instances=[entry(1, coverage=BLIND)])), State.UNKNOWN),
    ],
)
def test_only_a_whole_report_without_findings_is_good(answer: VulnerabilityReport, state: State) -> None:
    assert report_state(answer) is state


def test_the_first_three_things_to_do_are_shown_with_their_confidence() -> None:
    found = [finding(n, packages=(Package(name=f"p{n}", version="1"),)) for n in range(5)]
    said = "\n".join(texts(report_card(report_of(body_of(*found)))))
    assert "*3. Upgrade p2 to the fixed version on 1 instance*" in said
    assert "p3" not in said
    assert "and 2 more actions, in the file" in said
    assert "For no owner. Confidence high (0.95): fix named for all" in said


@pytest.mark.parametrize(("days", "said"), [(-3, "; was due 17 Nov 2026"), (3, "; due 23 Nov 2026")])
def test_a_day_that_has_passed_is_not_told_as_one_to_come(days: int, said: str) -> None:
    report = report_of(body_of(finding(known_exploited=exploited(NOW.date() + timedelta(days=days)))))
    assert said in "\n".join(texts(report_card(report)))


def test_unknown_and_missing_parts_stand_on_the_card() -> None:
    body = body_of(finding(facts_known=False), instances=[entry(1), entry(2, coverage=BLIND)], gaps=(GAP,))
    said = "\n".join(texts(report_card(report_of(body))))
    assert "*Unknown: 1 instance not scanned.* web-2" in said
    assert "*Missing: findings of web-3.* AWS throttled ListFindings." in said
    assert "*Known exploited*\nunknown" in said


def test_the_change_since_the_last_report_has_its_sign_and_day() -> None:
    body = body_of(finding())
    for before, said in [(figures_of(findings=13, critical=0), "-12 findings, ±0 critical (20 Nov 2026)")]:
        trended = body.model_copy(update={"trend": Trend(points=(before,), since=before)})
        assert f"*Since the last report*\n{said}" in texts(report_card(report_of(trended)))


def test_the_button_asks_for_the_same_report() -> None:
    made = buttons(report_card(report_of(body_of())))["Show the report again"]
    assert made["action_id"] == "ask:show_vulnerability_report"
    assert json.loads(made["value"]) == {"report_id": REPORT_ID}


def test_the_file_goes_with_the_card_as_long_as_it_is_kept() -> None:
    kept, gone = report_of(body_of()), report_of(body_of(), content=None)
    assert [file.content for file in report_files(kept)] == [b"page"]
    assert report_files(gone) == ()
    assert any("The file of this report is not kept any more." in said for said in texts(report_card(gone)))
    assert f"The file vulnerability-report-{REPORT_ID}.html is not kept any more." in report_table(gone).notes


def test_the_data_of_the_answer_leaves_the_file_out() -> None:
    told = report_of(body_of()).model_dump(mode="json")
    assert told["file"]["name"] == f"vulnerability-report-{REPORT_ID}.html"
    assert "attachment" not in told


def test_the_table_has_what_to_do_and_the_summary_below() -> None:
    table = report_table(report_of(body_of(finding())))
    assert table.title == f"{REPORT_ID}: 1 instance: 1 high finding"
    row = ("Upgrade openssl to 3.0.7-27.el9 on 1 instance", "closes 1 finding", "100 %", "high (0.95)", "no owner")
    assert table.rows == (row,)
    assert table.notes[0] == "1 instance carries 1 open finding."


def test_an_empty_table_keeps_unknown_apart_from_nothing() -> None:
    assert report_table(report_of(body_of())).empty == "Nothing is open."
    assert report_table(report_of(body_of(gaps=(GAP,)))).empty.startswith("Nothing can be recommended")


@given(TEXTS)
def test_nothing_that_a_stranger_wrote_comes_alive(text: str) -> None:
    package = Package(name=text, version=text, fixed_in=text)
    found = finding(title=text, packages=(package,), vulnerability_id=text)
    blind = entry(2, name=text, coverage=BLIND)
    gap = Gap(what=text, why=text)
    body = body_of(found, instances=[entry(1, name=text, tags={"Owner": text}), blind], gaps=(gap,))
    card = report_card(report_of(body))
    assert alive(card) == []
    assert problems(card) == []


def test_a_thousand_instances_fit_on_a_card() -> None:
    names = [HOSTILE[n % len(HOSTILE)] for n in range(1000)]
    instances = [entry(n, name=name, coverage=BLIND if n % 2 else None) for n, name in enumerate(names)]
    found = [finding(n, instance_id=instance_id(n)) for n in range(1000)]
    assert problems(report_card(report_of(body_of(*found, instances=instances)))) == []
