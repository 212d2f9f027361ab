"""What an answer lacks: "could not ask" is never shown as "nothing there"."""

from core.model import Model


class Gap(Model):
    """Something that is missing from an answer: what, why, and what to do about it.

    `by_choice`: nothing failed; it was left out to keep the answer short, and asking again brings the same.
    """

    what: str
    why: str
    advice: str = ""
    by_choice: bool = False

    def __str__(self) -> str:
        return f"{self.what}: {self.why}"
