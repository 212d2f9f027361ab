"""The answer about findings."""

import json

import pytest

from blocks.marks import State, mark
from blocks.vuln_check import (
    NONE,
    PER_PAGE,
    SHOWN,
    by_instance,
    counts_fields,
    findings_card,
    findings_pages,
    findings_state,
    findings_table,
    findings_thread,
    unknown_blocks,
)
from core.answers.vuln_check import Findings
from core.findings import Package, Severity, SeverityCounts
from core.fleet import Coverage
from core.gaps import Gap
from tests.blocks.answers import buttons, findings_of, texts
from tests.core.examples import entry, exploited, finding, instance_id

UNMANAGED = Coverage(scanned=False, reason="UNMANAGED_EC2_INSTANCE")
GAP = Gap(what="page 3", why="AWS throttled ListFindings.", advice="Ask again in a minute.")
P0 = finding(1, known_exploited=exploited())


def many(count: int) -> Findings:
    """Each in a package of its own."""
    return findings_of([finding(n, packages=(Package(name=f"p{n}", version="1"),)) for n in range(count)])


def test_the_first_line_is_the_sentence_of_the_notification() -> None:
    card = findings_card(findings_of([P0]))
    assert card.text == "web-1: 1 high finding, 1 known exploited"
    assert card.blocks[0]["text"]["text"] == f"{mark(State.CRITICAL)} *{card.text}*"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (findings_of([P0]), State.CRITICAL),
        (findings_of([finding(severity=Severity.CRITICAL)]), State.CRITICAL),
        (findings_of([finding(severity=Severity.LOW, score=1)]), State.WARNING),
        (findings_of([]), State.GOOD),
        (findings_of([], instances=(entry(1), entry(2, coverage=UNMANAGED))), State.UNKNOWN),
        (findings_of([], instances=(entry(1, coverage=None),)), State.UNKNOWN),
        (findings_of([], partial=(GAP,)), State.UNKNOWN),
    ],
)
def test_only_a_whole_answer_without_findings_is_good(answer: Findings, state: State) -> None:
    assert findings_state(answer) is state


@pytest.mark.parametrize(("groups", "shown"), [(1, 1), (SHOWN, SHOWN), (31, SHOWN)])
def test_the_card_shows_the_worst_five_and_a_button_for_all(groups: int, shown: int) -> None:
    card = findings_card(many(groups))
    assert sum("accessory" in block for block in card.blocks) == shown
    assert {f"Show all {groups}", "Post to channel", "Analyse web-1"} == buttons(card).keys()


def test_the_buttons_ask_for_what_was_asked_for() -> None:
    made = buttons(findings_card(findings_of([P0], asked_for=(instance_id(1),), severity="high")))
    assert made["Show all 1"]["action_id"] == "pages:get_inspector_findings"
    assert json.loads(made["Show all 1"]["value"]) == {"instance_ids": [instance_id(1)], "severity": "high"}
    assert made["Analyse web-1"]["action_id"] == "ask:analyze_ec2_vulnerabilities"
    assert json.loads(made["Analyse web-1"]["value"]) == {"instance_id": instance_id(1)}


def test_a_card_without_findings_offers_nothing_to_press() -> None:
    assert buttons(findings_card(findings_of([]))) == {}


def test_counts_say_what_is_known_exploited_not_judged_and_not_scanned() -> None:
    found = [P0, finding(2, severity=Severity.UNTRIAGED, score=None)]
    answer = findings_of(found, instances=(entry(1, *found), entry(2, coverage=UNMANAGED)))
    assert counts_fields(answer)[3:] == [
        "*Low and other*\n1 (1 not judged yet)",
        "*Known exploited*\n1 vulnerability",
        "*Instances scanned*\n1 of 2",
    ]


def test_unknown_instances_are_named_with_the_reason_and_counted_beyond_five() -> None:
    unknown = tuple(entry(n, coverage=UNMANAGED) for n in range(1, 9))
    [block] = unknown_blocks(findings_of([], instances=unknown))
    lines = block["text"]["text"].splitlines()
    assert lines[0].endswith("*Unknown: 8 of 8 instances.*")
    assert lines[1] == "web-1: Systems Manager does not manage it"
    assert lines[-1] == "and 3 more"
    assert unknown_blocks(findings_of([])) == []


def test_what_is_missing_stands_on_the_card_and_in_the_modal() -> None:
    answer = findings_of([P0], partial=(GAP,))
    for drawn in (findings_card(answer), findings_pages(answer, 0)):
        assert any("*Missing: page 3.*" in text and "Ask again" in text for text in texts(drawn))


@pytest.mark.parametrize(
    ("page", "turns", "foot"),
    [
        (0, {"Next page"}, "Page 1 of 3, 25 packages"),
        (1, {"Previous page", "Next page"}, "Page 2 of 3, 25 packages"),
        (2, {"Previous page"}, "Page 3 of 3, 25 packages"),
        (99, {"Previous page"}, "Page 3 of 3, 25 packages"),
        (-5, {"Next page"}, "Page 1 of 3, 25 packages"),
    ],
)
def test_the_list_is_paged_and_ends_at_both_ends(page: int, turns: set[str], foot: str) -> None:
    modal = findings_pages(many(25), page)
    assert buttons(modal).keys() == turns
    assert foot in texts(modal)


def test_the_pages_together_show_every_package_once() -> None:
    said = [text for page in range(3) for text in texts(findings_pages(many(25), page)) if "open in Inspector" in text]
    assert len(said) == 25
    assert len(set(said)) == 25
    assert PER_PAGE == 10


def test_the_thread_counts_by_instance_worst_first_and_says_how_many_more() -> None:
    counted = tuple(entry(n).model_copy(update={"counts": SeverityCounts(critical=n, high=1)}) for n in range(1, 33))
    lines = findings_thread(findings_of([P0], instances=counted)).blocks[0]["text"]["text"].splitlines()
    assert lines[1] == "*web-32*  32 critical, 1 high, 33 in all"
    assert lines[-1] == "and 2 more instances"


def test_instances_come_worst_first_and_then_by_name() -> None:
    one, two = entry(1, finding()), entry(2, finding(), name="api")
    clean, critical = entry(3), entry(4, finding(severity=Severity.CRITICAL))
    assert by_instance(findings_of([], instances=(clean, one, two, critical))) == (critical, two, one, clean)


def test_the_table_has_a_row_per_finding_and_never_takes_unknown_for_no() -> None:
    found = [P0, finding(2, facts_known=False, score=None, packages=())]
    table = findings_table(
        findings_of(found, instances=(entry(1, *found), entry(2, coverage=UNMANAGED)), partial=(GAP,))
    )
    assert table.rows[0] == ("high", "7.5", NONE, "CVE-2026-0001", "web-1", "openssl", "3.0.7-27.el9", "yes")
    assert table.rows[1] == ("high", NONE, NONE, "CVE-2026-0002", "web-1", NONE, NONE, "unknown")
    assert table.notes[0] == "Unknown: web-2, because Systems Manager does not manage it."
    assert table.notes[1] == "Missing: page 3. AWS throttled ListFindings. Ask again in a minute."
