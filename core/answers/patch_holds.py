"""What is held on machines after ways back."""

from core.model import Model
from core.patching.hold import Hold


class PatchHolds(Model):
    """Holds, the oldest first; none of them is lifted."""

    holds: tuple[Hold, ...]
    asked_for: tuple[str, ...]
    summary: str
