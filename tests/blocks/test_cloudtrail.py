"""The card about the events of CloudTrail."""

from blocks.cloudtrail import trail_card, trail_pages, trail_table
from blocks.limits import problems
from tests.blocks.security import hostile, trail
from tests.core.security.samples import detection
from tests.e2e.workspace import Shown


def test_alike_events_are_one_line_and_what_stands_out_comes_first() -> None:
    words = Shown({"blocks": list(trail_card(trail((detection(0),))).blocks)}).words
    assert "StopLogging by mallory from 198.51.100.7 (x3)" in words
    assert words.index("What trail-off means") < words.index("Newest events")


def test_pages_show_the_whole_records() -> None:
    modal = trail_pages(trail((detection(0),)), 0)
    words = Shown(modal.view()).words
    assert "Sign of: What trail-off means" in words
    assert "sourceIPAddress" in words
    assert problems(modal) == []


def test_hostile_events_fit() -> None:
    assert problems(trail_card(trail(tuple(hostile(index) for index in range(9)), events=9))) == []


def test_the_table_has_one_row_per_event() -> None:
    table = trail_table(trail((detection(0),)))
    assert len(table.rows) == 3
    assert table.notes[0].startswith("Critical: ")


def test_no_events_is_said() -> None:
    assert trail_table(trail(events=0)).empty == "No such events."
