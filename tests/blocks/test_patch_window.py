import json

import pytest
from hypothesis import given, settings

from blocks.limits import problems
from blocks.marks import State, mark
from blocks.patch_window import windows_card, windows_table
from blocks.text import date
from core.answers.patch_window import PatchWindow
from core.conflicts import Conflict, ConflictKind
from core.windows.peers import Peers
from tests.blocks.answers import TEXTS, alive, buttons, texts
from tests.blocks.windows import ALWAYS, CLOSED, GAP, windows_answer
from tests.core.examples import instance, instance_id
from tests.core.windows.loads import by_night, series_of

CALM = Peers("the role web", (instance(2),))
WHOLE = windows_answer(peers=CALM, peer_cpu={instance_id(2): series_of(lambda _: 5.0, number=2)})


def words(answer: PatchWindow) -> str:
    return "\n".join(texts(windows_card(answer)))


def test_the_first_sentence_is_the_notification_and_is_marked_good_only_if_all_is_known() -> None:
    card = windows_card(WHOLE)
    assert card.text.startswith("web-1: best patch window ")
    assert card.blocks[0]["text"]["text"].startswith(mark(State.GOOD))
    partial = windows_card(WHOLE.model_copy(update={"partial": (GAP,)}))
    assert partial.blocks[0]["text"]["text"].startswith(mark(State.WARNING))


def test_each_window_is_told_for_the_reader_and_by_the_owners_clock() -> None:
    said = words(WHOLE)
    for number, window in enumerate(WHOLE.recommended_windows, start=1):
        assert f"*{number}. {date(window.start)}* · {window.local}" in said
    assert "16 % of its usual peak, CPU peak 10 % · confidence high" in said


def test_risks_what_it_rests_on_and_what_was_left_out_are_on_the_card() -> None:
    said = words(windows_answer(conflicts=(CLOSED,), partial=(GAP,)))
    assert "*What could go wrong in the first window: risk medium*" in said
    assert "*How sure*\n4 weeks, 0 % missing" in said
    assert f"*Left out*\n• {date(CLOSED.start)} to {date(CLOSED.end)}: The change calendar freeze is closed." in said
    assert "Missing: when maintenance windows run" in said


def test_a_conflict_stands_at_its_window() -> None:
    busy = Conflict(kind=ConflictKind.BUSINESS_HOURS, start=ALWAYS.start, end=ALWAYS.end, says="In business hours.")
    assert f"{mark(State.WARNING)} In business hours." in words(windows_answer(conflicts=(busy,)))


@pytest.mark.parametrize(
    ("answer", "state", "said"),
    [
        (windows_answer(series=(series_of(by_night, days=6),)), State.UNKNOWN, "*Quietest so far*\n02:00"),
        (windows_answer(series=(series_of(lambda _: None),)), State.UNKNOWN, "nothing in the last four weeks"),
        (windows_answer(series=(), load_read=False), State.UNKNOWN, "it could not be read"),
        (windows_answer(conflicts=(ALWAYS,)), State.WARNING, "every time that is known is closed"),
    ],
)
def test_without_a_window_the_card_says_why_and_what_is_known(answer: PatchWindow, state: State, said: str) -> None:
    card = windows_card(answer)
    assert card.blocks[0]["text"]["text"].startswith(mark(state))
    assert said in words(answer)
    assert not problems(card)


@pytest.mark.parametrize(("days", "further"), [(1, "14"), (7, "14"), (14, "28"), (28, "")])
def test_one_can_look_further_ahead_until_the_end(days: int, further: str) -> None:
    shown = buttons(windows_card(WHOLE.model_copy(update={"days_ahead": days})))
    assert (f"Look {further} days ahead" in shown) is bool(further)
    if further:
        value = json.loads(shown[f"Look {further} days ahead"]["value"])
        assert value == {"instance_id": WHOLE.instance.instance_id, "days_ahead": int(further)}


def test_the_table_has_a_row_for_each_window_and_tells_the_same() -> None:
    table = windows_table(windows_answer(conflicts=(CLOSED,) * 5, partial=(GAP,)))
    assert [row[0] for row in table.rows] == ["1", "2", "3"]
    assert table.rows[0][3:5] == ("16 % of peak", "24 %")
    notes = "\n".join(table.notes)
    assert "Risk of window 1: medium." in notes
    assert notes.count("Left out: ") == 3
    assert "and 2 more times left out" in notes
    assert "Missing: when maintenance windows run" in notes


def test_a_table_without_windows_does_not_speak_of_their_risk() -> None:
    table = windows_table(windows_answer(series=()))
    assert table.rows == ()
    assert not any("Risk" in note for note in table.notes)


@settings(max_examples=40)
@given(text=TEXTS, other=TEXTS)
def test_strangers_words_stay_words_and_fit(text: str, other: str) -> None:
    conflict = CLOSED.model_copy(update={"says": other})
    risks = WHOLE.risk_assessment.model_copy(update={"risks": (text,) * 9})
    window = WHOLE.recommended_windows[0].model_copy(update={"conflicts": (conflict,) * 3})
    answer = WHOLE.model_copy(
        update={
            "summary": f"web-1: {text}",
            "risk_assessment": risks,
            "recommended_windows": (window,) * 3,
            "conflicts": (conflict,) * 30,
            "peers": (text, other) * 20,
            "partial": (GAP.model_copy(update={"what": other, "why": text}),) * 9,
        }
    )
    card = windows_card(answer)
    assert not problems(card)
    assert not alive(card)
