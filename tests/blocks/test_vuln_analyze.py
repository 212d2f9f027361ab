"""The answer about one instance."""

import json

import pytest

from blocks.marks import State, mark
from blocks.vuln_analyze import analysis_card, remedies_table
from core.answers.vuln_analyze import VulnerabilityAnalysis
from core.findings import Package
from core.fleet import Coverage
from core.gaps import Gap
from tests.blocks.answers import analysis_of, buttons, texts
from tests.core.examples import entry, exploited, finding, instance_id

UNMANAGED = Coverage(scanned=False, reason="UNMANAGED_EC2_INSTANCE")
GAP = Gap(what="page 3", why="AWS throttled ListFindings.")
P0 = finding(1, known_exploited=exploited())


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (analysis_of([P0]), State.CRITICAL),
        (analysis_of([finding()]), State.WARNING),
        (analysis_of([]), State.GOOD),
        (analysis_of([], gaps=(GAP,)), State.UNKNOWN),
        (analysis_of([], subject=entry(coverage=UNMANAGED)), State.UNKNOWN),
        (analysis_of([P0], subject=entry(1, P0, coverage=UNMANAGED)), State.CRITICAL),
    ],
)
def test_the_mark_is_of_the_worst_that_is_known(answer: VulnerabilityAnalysis, state: State) -> None:
    assert analysis_card(answer).blocks[0]["text"]["text"].startswith(mark(state))


@pytest.mark.parametrize(("exposed", "said"), [(True, "yes"), (False, "no"), (None, "unknown")])
def test_the_facts_of_the_machine_keep_unknown_apart_from_no(exposed: bool | None, said: str) -> None:  # noqa: FBT001  a table
    card = analysis_card(analysis_of([], subject=entry(exposed=exposed, tags={"Environment": "prod", "Role": "web"})))
    fields = [field["text"] for field in card.blocks[1]["fields"]]
    assert f"*Reachable from the internet*\n{said}" in fields
    assert "*Environment, role*\nprod, web" in fields
    assert "*System*\nunknown" in fields


def test_an_instance_that_is_not_scanned_has_no_score() -> None:
    fields = [
        field["text"] for field in analysis_card(analysis_of([], subject=entry(coverage=UNMANAGED))).blocks[1]["fields"]
    ]
    assert "*Risk*\nunknown" in fields
    assert "*Scanned by Inspector*\nno: Systems Manager does not manage it" in fields


def test_five_things_to_do_are_numbered_and_the_rest_counted() -> None:
    found = [finding(n, packages=(Package(name=f"p{n}", version="1"),)) for n in range(7)]
    said = texts(analysis_card(analysis_of(found)))
    assert sum(text.startswith(("*1. ", "*2. ", "*3. ", "*4. ", "*5. ", "*6. ")) for text in said) == 5
    assert "and 2 more, less urgent" in said


def test_the_buttons_ask_about_the_same_instance() -> None:
    made = buttons(analysis_card(analysis_of([P0])))
    assert json.loads(made["Show all 1"]["value"]) == {"instance_ids": [instance_id()], "severity": "all"}
    assert json.loads(made["Post to channel"]["value"]) == {"instance_id": instance_id()}
    assert made["Post to channel"]["action_id"] == "share:analyze_ec2_vulnerabilities"


def test_a_clean_instance_offers_nothing_to_press() -> None:
    assert buttons(analysis_card(analysis_of([]))) == {}


def test_the_table_says_what_to_do_and_why() -> None:
    table = remedies_table(analysis_of([P0]))
    why = "known exploited; score 7.5; fixed in 3.0.7-27.el9"
    assert table.rows == (("P0", "Upgrade openssl to 3.0.7-27.el9", "1", why),)


def test_an_empty_table_keeps_unknown_apart_from_nothing() -> None:
    assert remedies_table(analysis_of([])).empty == "Nothing to mend."
    assert remedies_table(analysis_of([], subject=entry(coverage=UNMANAGED))).empty.startswith("Unknown")
