"""The answer about patches."""

import json
from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given

from blocks.fit import fit
from blocks.marks import State, mark
from blocks.patch_status import (
    NONE,
    PER_PAGE,
    SHOWN,
    compliance_card,
    compliance_pages,
    compliance_state,
    compliance_table,
    compliance_thread,
    counts_fields,
    not_known_blocks,
)
from blocks.text import inert
from core.answers.patch_status import PatchCompliance
from core.compliance import Known, PatchRules
from core.compliance_answer import Reading, compliance_answer
from core.fleet import Instance
from core.gaps import Gap
from core.missing_patches import Evidence, MissingPatch, missing_patch
from tests.blocks.answers import HOSTILE, TEXTS, alive, buttons, texts
from tests.core.examples import NOW, PLACE, finding, instance, instance_id
from tests.workflows.systems_manager import node, patch, scan

GAP = Gap(what="page 3", why="AWS throttled it.", advice="Ask again in a minute.")
OLD = NOW - timedelta(days=40)
CLEAN = Known(node=node(), scan=scan())
LACKS = Known(node=node(), scan=scan(missing=1))


def lacking(number: int, name: str = "openssl", **more: object) -> MissingPatch:
    return missing_patch(
        patch(name, **more),
        scan=scan(number),
        platform="Amazon Linux",
        evidence=Evidence.of(
            [finding(1, instance_id=instance_id(number), first_observed=OLD)], {instance_id(number): {name: OLD}}
        ),
        rules=PatchRules(),
        now=NOW,
    )


def answer_of(
    *known: Known,
    missing: Mapping[int, tuple[MissingPatch, ...]] | None = None,
    partial: tuple[Gap, ...] = (),
    instances: tuple[Instance, ...] = (),
) -> PatchCompliance:
    """Web-1, web-2 and so on, as known."""
    several = instances or tuple(instance(number) for number, _ in enumerate(known, start=1))
    told = {each.instance_id: one for each, one in zip(several, known, strict=True)}
    lists = {instance_id(number): patches for number, patches in (missing or {}).items()}
    return compliance_answer(Reading(several, told, lists, partial, PLACE), PatchRules(), (), NOW, 100)


def test_the_first_line_is_the_sentence_of_the_notification() -> None:
    card = compliance_card(answer_of(LACKS, CLEAN, missing={1: (lacking(1),)}))
    assert card.text == "2 instances: 1 not compliant (1 patch missing, 1 overdue), 1 compliant"
    assert card.blocks[0]["text"]["text"] == f"{mark(State.CRITICAL)} *{card.text}*"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (answer_of(LACKS, missing={1: (lacking(1),)}), State.CRITICAL),
        (answer_of(LACKS, missing={1: (lacking(1, severity="Low", cves=()),)}), State.WARNING),
        (answer_of(Known(node=node(), scan=scan(pending_reboot=1))), State.WARNING),
        (answer_of(CLEAN, CLEAN), State.GOOD),
        (answer_of(CLEAN, Known(node=node())), State.UNKNOWN),
        (answer_of(CLEAN, Known()), State.UNKNOWN),
        (answer_of(CLEAN, Known(asked_scan=False, asked_node=False)), State.UNKNOWN),
        (answer_of(CLEAN, partial=(GAP,)), State.UNKNOWN),
        (answer_of(), State.UNKNOWN),
    ],
)
def test_only_a_whole_answer_without_a_doubt_is_good(answer: PatchCompliance, state: State) -> None:
    assert compliance_state(answer) is state


@pytest.mark.parametrize("count", [2, SHOWN, 31])
def test_the_worst_five_instances_are_shown_and_a_button_for_all(count: int) -> None:
    card = compliance_card(answer_of(*[LACKS] * count))
    assert sum("accessory" in block for block in card.blocks) == min(count, SHOWN)
    assert f"Show all {count}" in buttons(card)
    assert any("and 26 more not compliant" in text for text in texts(card)) is (count == 31)


def test_a_button_beside_an_instance_asks_for_its_patches() -> None:
    button = buttons(compliance_card(answer_of(LACKS, CLEAN)))["Show web-1"]
    assert button["action_id"] == "ask:check_patch_compliance"
    assert json.loads(button["value"]) == {"instance_ids": [instance_id(1)]}


def test_what_could_not_be_read_is_not_shown_as_zero() -> None:
    answer = answer_of(LACKS, CLEAN)
    assert "*Overdue*\nnot known" in counts_fields(answer)
    assert any("which ones could not be read" in text for text in texts(compliance_card(answer)))
    assert compliance_table(answer).rows[0][3:9] == (NONE,) * 6


def test_each_way_not_to_be_known_is_named_apart_and_a_stopped_instance_as_stopped() -> None:
    states = [instance(1), instance(2), instance(3, state="stopped"), instance(4)]
    known = (Known(node=node()), Known(), Known(node=node(online=False), scan=scan()), Known(asked_scan=False))
    [block] = not_known_blocks(answer_of(*known[:3], Known(node=node(), asked_scan=False), instances=tuple(states)))
    assert block["text"]["text"].splitlines() == [
        f"{mark(State.UNKNOWN)} *Not known: 4 of 4 instances.*",
        "Out of reach (1): web-3 (stopped)",
        "Never scanned (1): web-1",
        "Not managed (1): web-2",
        "Could not be asked about (1): web-4",
    ]
    assert not_known_blocks(answer_of(CLEAN, CLEAN)) == []


def test_one_instance_shows_its_worst_patches_with_their_days_and_how_sure_that_is() -> None:
    patches = tuple(lacking(1, f"p{number}") for number in range(7))
    card = compliance_card(answer_of(LACKS, missing={1: patches}))
    lines = [text for text in texts(card) if "overdue by" in text]
    assert len(lines) == SHOWN
    assert lines[0].splitlines() == [
        f"*High · {inert('p0:1:3.0.8-1.amzn2023.0.9')}*: CVE-2026-0001",
        "*overdue by 10 days*, known for 40 days: Inspector has known CVE-2026-0001 here since then",
    ]
    assert "Show all 7" in buttons(card)


def test_one_instance_without_a_scan_says_why_and_shows_no_numbers() -> None:
    card = compliance_card(answer_of(Known(node=node())))
    assert card.text == "web-1: no patch scan has ever run on it"
    assert not any("fields" in block for block in card.blocks)


@pytest.mark.parametrize(
    ("page", "turns"), [(0, {"Next page"}), (1, {"Previous page", "Next page"}), (99, {"Previous page"})]
)
def test_the_list_is_paged_and_ends_at_both_ends(page: int, turns: set[str]) -> None:
    assert buttons(compliance_pages(answer_of(*[LACKS] * 25), page)).keys() == turns
    assert PER_PAGE == 10


def test_the_pages_of_one_instance_hold_its_patches() -> None:
    patches = tuple(lacking(1, f"p{number}") for number in range(12))
    modal = compliance_pages(answer_of(LACKS, missing={1: patches}), 1)
    assert "Page 2 of 2, 12 missing patches" in texts(modal)


def test_what_is_missing_stands_on_the_card_in_the_modal_and_in_the_table() -> None:
    answer = answer_of(CLEAN, partial=(GAP,))
    for drawn in (compliance_card(answer), compliance_pages(answer, 0)):
        assert any("*Missing: page 3.*" in text and "Ask again" in text for text in texts(drawn))
    assert any("Missing: page 3." in note for note in compliance_table(answer).notes)


def test_the_table_of_one_instance_has_a_row_per_patch() -> None:
    table = compliance_table(answer_of(LACKS, missing={1: (lacking(1, failed=True),)}))
    [row] = table.rows
    assert row[:3] == ("high", "openssl", "failed")
    assert row[5:7] == ("yes", "no")


def test_the_table_of_an_unscanned_instance_says_so_instead_of_nothing() -> None:
    assert compliance_table(answer_of(Known(node=node()))).empty == "No list of patches: never scanned."


def test_the_thread_says_what_the_days_count_from() -> None:
    [text] = texts(compliance_thread(answer_of(CLEAN)))[1:]
    assert "critical 15, high 30, medium 90, low 180, unrated 30" in text
    assert "does not say when a patch came out" in text


@pytest.mark.parametrize("word", HOSTILE)
def test_names_and_titles_of_strangers_come_to_nothing(word: str) -> None:
    named = instance(1, name=word)
    patches = (lacking(1, word or "x", title=word, cves=(word,)),)
    alone = answer_of(LACKS, missing={1: patches}, instances=(named,))
    two = answer_of(LACKS, CLEAN, missing={1: patches}, instances=(named, instance(2, state="stopped", name=word)))
    drawn = [
        draw(answer) for answer in (alone, two) for draw in (compliance_card, lambda each: compliance_pages(each, 0))
    ]
    assert [alive(each) for each in drawn] == [[]] * 4


@given(TEXTS)
def test_any_name_leaves_a_card_that_slack_takes(word: str) -> None:
    card = compliance_card(answer_of(*[LACKS] * 9, instances=tuple(instance(n, name=word) for n in range(1, 10))))
    assert fit(card) == card
