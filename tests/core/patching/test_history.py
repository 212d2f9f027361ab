import pytest

from core.patching.history import success_rate
from core.patching.states import State


@pytest.mark.parametrize(
    ("ended", "rate"),
    [
        ([], (None, 0)),
        ([State.REJECTED, State.EXPIRED, State.VOID], (None, 0)),
        ([State.VERIFIED], (1.0, 1)),
        ([State.VERIFIED, State.ROLLED_BACK, State.NEEDS_HUMAN, State.VERIFIED, State.REJECTED], (0.5, 4)),
    ],
)
def test_only_patches_that_ran_count(ended: list[State], rate: tuple[float | None, int]) -> None:
    assert success_rate(ended) == rate
