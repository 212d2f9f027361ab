from hypothesis import given
from hypothesis import strategies as st

from blocks.spark import spark


def test_the_least_is_the_lowest_bar_and_the_greatest_the_highest() -> None:
    assert spark([0, 1, 2, 3, 4, 5, 6, 7], 8) == "▁▂▃▄▅▆▇█"


def test_a_gap_is_empty_and_not_low() -> None:
    assert spark([1, None, 9], 3) == "▁ █"


def test_a_constant_is_a_flat_line_and_nothing_is_nothing() -> None:
    assert spark([5.0] * 4, 8) == "▁▁▁▁"
    assert spark([None] * 4, 4) == "    "
    assert spark([], 8) == ""


@given(st.lists(st.none() | st.floats(-1e9, 1e9), max_size=300), st.integers(1, 20))
def test_it_is_never_wider_than_asked_for(values: list[float | None], width: int) -> None:
    assert len(spark(values, width)) == min(width, len(values))
