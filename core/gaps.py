"""What an answer lacks: "could not ask" is never shown as "nothing there"."""

from collections.abc import Iterable

from core.model import Model


class Gap(Model):
    """Something that is missing from an answer: what, why, and what to do about it.

    `by_choice`: nothing failed; it was left out to keep the answer short, and asking again brings the same. `moot`:
    there was nothing that it could have been asked about.
    """

    what: str
    why: str
    advice: str = ""
    by_choice: bool = False
    moot: bool = False

    def __str__(self) -> str:
        return f"{self.what}: {self.why}"


def whole(gaps: Iterable[Gap]) -> bool:
    """Whether nothing failed; what was left out on purpose did not."""
    return all(gap.by_choice for gap in gaps)
