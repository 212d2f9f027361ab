"""Where an answer comes from."""

from blocks.place import gap_lines, place_line, plain_notes
from core.findings import Gap
from tests.core.examples import PLACE

GAP = Gap(what="page 3", why="AWS refused it.", advice="Add inspector2:ListFindings to <role>.")


def test_a_card_shows_the_moment_in_each_readers_zone() -> None:
    assert place_line(PLACE) == (
        "Account 123456789012, us-west-2 · asked <!date^1795140600^{date_short_pretty} at {time}|2026-11-20 02:10 UTC>"
        " · took 0.4 s"
    )


def test_a_gap_says_what_why_and_what_to_do() -> None:
    [line] = gap_lines([GAP])
    assert line.endswith("*Missing: page 3.* AWS refused it. Add inspector2:ListFindings to &lt;role&gt;.")
    assert gap_lines([]) == []


def test_five_gaps_are_shown_and_the_rest_counted() -> None:
    assert len(gap_lines([GAP] * 5)) == 5
    assert gap_lines([GAP] * 6)[5:] == ["and 1 more part missing"]
    assert gap_lines([GAP] * 25)[5:] == ["and 20 more parts missing"]


def test_a_terminal_gets_the_same_without_markup() -> None:
    assert plain_notes([GAP], PLACE) == (
        "Missing: page 3. AWS refused it. Add inspector2:ListFindings to <role>.",
        "Account 123456789012, us-west-2, asked 2026-11-20 02:10 UTC, took 0.4 s.",
    )
