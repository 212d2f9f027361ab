"""The error tree: every error is a sentence that a user can act on."""

from enum import StrEnum


class AssistantError(Exception):
    """Anything that is said to a user: `sentence` says what happened, `advice` what to do about it."""

    def __init__(self, sentence: str, *, advice: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.sentence} {self.advice}".rstrip()


class BadRequest(AssistantError):
    """The caller asked for something that cannot be asked; `advice` is an example that works."""


class NotAllowed(AssistantError):
    """The caller may not do this, here."""


class NotFound(AssistantError):
    """The thing that was named does not exist where we looked."""


class Conflict(AssistantError):
    """Somebody else was faster: the stored version is not the expected one."""


class Cause(StrEnum):
    """Why a remote system did not answer."""

    THROTTLED = "throttled"
    DENIED = "denied"
    EXPIRED = "expired credentials"
    TIMED_OUT = "timed out"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    BROKEN = "failed"


class Upstream(AssistantError):
    """A remote system did not answer. `retryable` says whether asking again can help."""

    def __init__(self, sentence: str, *, cause: Cause, retryable: bool, advice: str = "") -> None:
        super().__init__(sentence, advice=advice)
        self.cause = cause
        self.retryable = retryable

    @classmethod
    def timed_out(cls, operation: str) -> "Upstream":
        """An operation that had not answered when our own time was up."""
        sentence = f"AWS had not answered {operation} when the time was up."
        return cls(sentence, cause=Cause.TIMED_OUT, retryable=True, advice="Ask again in a minute.")


class Incomplete(AssistantError):
    """An answer could not be made whole, and a part of it would mislead."""
