"""Where an answer comes from."""

import pytest

from blocks.place import gap_lines, place_line, plain_notes
from core.gaps import Gap
from tests.core.examples import PLACE

GAP = Gap(what="page 3", why="AWS refused it.", advice="Add inspector2:ListFindings to <role>.")


def test_a_card_shows_the_moment_in_each_readers_zone() -> None:
    assert place_line(PLACE) == (
        "Account 123456789012, us-west-2 · asked <!date^1795140600^{date_short_pretty} at {time}|2026-11-20 02:10 UTC>"
        " · took 0.4 s"
    )


@pytest.mark.parametrize(
    ("age_s", "said"), [(0, ""), (59, ""), (60, " (1 min ago)"), (250, " (4 min ago)"), (7300, " (121 min ago)")]
)
def test_an_answer_that_is_shown_again_says_its_age(age_s: float, said: str) -> None:
    place = PLACE.model_copy(update={"age_s": age_s})
    assert f"2026-11-20 02:10 UTC>{said} · took" in place_line(place)
    assert f"asked 2026-11-20 02:10 UTC{said}, took" in plain_notes([], place)[-1]


def test_what_is_left_out_by_choice_is_not_called_missing() -> None:
    short = Gap(what="90,678 findings", why="The worst 5,000 of 95,678 findings are listed.", by_choice=True)
    assert gap_lines([short]) == ["*Not listed: 90,678 findings.* The worst 5,000 of 95,678 findings are listed."]
    assert plain_notes([short], PLACE)[0].startswith("Not listed: 90,678 findings. The worst")


def test_a_gap_says_what_why_and_what_to_do() -> None:
    [line] = gap_lines([GAP])
    assert line.endswith("*Missing: page 3.* AWS refused it. Add inspector2:ListFindings to &lt;role&gt;.")
    assert gap_lines([]) == []


def test_five_gaps_are_shown_and_the_rest_counted() -> None:
    several = [GAP.model_copy(update={"why": f"Reason {number}."}) for number in range(25)]
    assert len(gap_lines(several[:5])) == 5
    assert gap_lines(several[:6])[5:] == ["and 1 more part missing"]
    assert gap_lines(several)[5:] == ["and 20 more parts missing"]


def test_what_is_missing_for_the_same_reason_is_one_line() -> None:
    alike = [GAP.model_copy(update={"what": f"page {number}"}) for number in (1, 2, 2, 3, 4, 5)]
    [line] = gap_lines(alike)
    assert "Missing: page 1; page 2; page 3; 2 more parts." in line
    assert sum(note.startswith("Missing") for note in plain_notes(alike, PLACE)) == 1


def test_a_terminal_gets_the_same_without_markup() -> None:
    assert plain_notes([GAP], PLACE) == (
        "Missing: page 3. AWS refused it. Add inspector2:ListFindings to <role>.",
        "Account 123456789012, us-west-2, asked 2026-11-20 02:10 UTC, took 0.4 s.",
    )
