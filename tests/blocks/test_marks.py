"""Marks for state."""

from blocks.marks import State, mark


def test_every_state_has_a_mark_of_its_own() -> None:
    assert len({mark(state) for state in State}) == len(State)
