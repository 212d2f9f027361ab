"""Cutting texts."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.graphemes import boundary, length

FAMILY = "👩‍👩‍👧"
PIECES = st.sampled_from(
    ["a", " ", "é", "e\u0301", "👍🏽", FAMILY, "🇩🇪", "🇫🇷", "&amp;", "&lt;", "<!date^1^{time}|x>", "<a\u0301>"]
)


def test_characters_beyond_the_basic_plane_count_twice() -> None:
    assert length("aé👍") == 4


@pytest.mark.parametrize("whole", [FAMILY, "👍🏽", "🇩🇪", "e\u0301", "&amp;", "<https://x.example|y>", "☺️", "<a>\u0301"])
def test_what_belongs_together_is_never_parted(whole: str) -> None:
    cuts = {boundary(f"x{whole}y", limit) for limit in range(1, length(whole) + 3)}
    assert cuts == {1, 1 + len(whole), 2 + len(whole)}


def test_the_third_flag_is_not_joined_to_the_second() -> None:
    assert boundary("🇩🇪🇫🇷🇮🇹", 8) == 4


def test_a_lone_ampersand_or_bracket_is_no_markup() -> None:
    assert boundary("a & b < c", 5) == 5


@given(st.lists(PIECES, max_size=12), st.integers(0, 60))
def test_a_cut_falls_between_pieces_and_within_the_limit(pieces: list[str], limit: int) -> None:
    text = "".join(pieces)
    index = boundary(text, limit)
    assert index in {0, *accumulate(len(piece) for piece in pieces)}
    assert length(text[:index]) <= limit


@given(st.text(max_size=200), st.integers(0, 80))
def test_any_text_is_cut_within_the_limit(text: str, limit: int) -> None:
    assert length(text[: boundary(text, limit)]) <= limit
