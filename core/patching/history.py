"""How earlier patches went."""

from collections.abc import Iterable

from core.patching.states import State

_WELL = frozenset({State.VERIFIED})
_BADLY = frozenset({State.ROLLED_BACK, State.NEEDS_HUMAN, State.HANDLED})


def success_rate(ended: Iterable[State]) -> tuple[float | None, int]:
    """The share of patches that were verified among those that ran, and how many ran; None where none has run yet."""
    ran = [state for state in ended if state in _WELL | _BADLY]
    return (sum(state in _WELL for state in ran) / len(ran) if ran else None), len(ran)
