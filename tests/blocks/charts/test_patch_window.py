from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from blocks.charts.patch_window import finding, in_words, marked, windows_charts, windows_picture
from core.answers.patch_window import PatchWindow
from tests.blocks.windows import ALWAYS, windows_answer
from tests.core.windows.loads import by_night, series_of

ANSWER = windows_answer()


def at(start: datetime, end: datetime, zone: str) -> PatchWindow:
    window = ANSWER.recommended_windows[0].model_copy(update={"start": start, "end": end})
    analysis = ANSWER.load_analysis.model_copy(update={"zone": zone})
    return ANSWER.model_copy(update={"recommended_windows": (window,), "load_analysis": analysis})


def test_the_picture_is_a_png_whose_words_say_the_finding() -> None:
    (picture,) = windows_charts(ANSWER)
    assert picture.content.startswith(b"\x89PNG")
    assert picture.name == f"patch-window-{ANSWER.instance.instance_id}.png"
    assert picture.title == finding(ANSWER)
    assert all(window.local in picture.alt_text for window in ANSWER.recommended_windows)
    assert "quietest" in picture.alt_text


def test_without_two_weeks_there_is_no_picture() -> None:
    assert windows_charts(windows_answer(series=(series_of(by_night, days=6),))) == ()


def test_a_week_in_which_all_is_closed_or_much_is_unknown_is_still_drawn() -> None:
    closed = windows_answer(conflicts=(ALWAYS,))
    assert "no window can be recommended" in finding(closed)
    assert "Marked" not in in_words(closed)
    patchy = windows_answer(series=(series_of(lambda at: None if at.hour < 12 else by_night(at)),))
    assert windows_picture(patchy, form="svg").startswith(b"<svg")


@pytest.mark.parametrize("load", [0.0, 5.0])
def test_a_load_that_never_changes_can_be_drawn(load: float) -> None:
    assert windows_charts(windows_answer(series=(series_of(lambda _: load),)))


def test_a_window_over_midnight_is_marked_on_both_days() -> None:
    zone = ZoneInfo("Asia/Kolkata")
    answer = at(datetime(2026, 11, 22, 23, 30, tzinfo=zone), datetime(2026, 11, 23, 1, tzinfo=zone), "Asia/Kolkata")
    assert marked(answer) == {(6, 23.5, 24.0): [1], (0, 0.0, 1.0): [1]}


def test_windows_a_week_apart_share_a_mark() -> None:
    first = ANSWER.recommended_windows[0]
    twice = ANSWER.model_copy(update={"recommended_windows": (first, first)})
    assert list(marked(twice).values()) == [[1, 2]]
