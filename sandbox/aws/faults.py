"""The fault plan: what goes wrong, on which operation, how often."""

from collections.abc import Mapping
from threading import Event, Lock

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Fault(BaseModel):
    """One thing that goes wrong; `times` bounds how often, without it the fault stays, and `every` spares the others.

    `every=2` means each second call: half of all calls, in an order that repeats. `lost_reply` lets the call take
    effect and then closes the connection, or answers `error` where that is given too. `reset` cuts the connection
    with a RST before anything happens.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    error: str | None = None
    message: str = ""
    latency_ms: float = Field(default=0, ge=0)
    hang_s: float = Field(default=0, ge=0)
    page: int | None = Field(default=None, ge=1)
    empty_page: bool = False
    lost_reply: bool = False
    reset: bool = False
    times: int | None = Field(default=None, ge=1)
    every: int = Field(default=1, ge=1)

    @model_validator(mode="after")
    def _does_something(self) -> "Fault":
        broken = self.error or self.lost_reply or self.reset
        if not (broken or self.latency_ms or self.hang_s or self.empty_page):
            raise ValueError("a fault needs error, lost_reply, reset, latency_ms, hang_s or empty_page")
        return self

    @property
    def lives(self) -> int | None:
        """How often it happens; an empty page only once, or a client would page for ever."""
        return 1 if self.times is None and self.empty_page else self.times


class FaultPlan:
    """Faults by operation (`inspector2:ListFindings`), service (`inspector2:*`) or for all (`*`)."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._faults: dict[str, Fault] = {}
        self._left: dict[str, int | None] = {}
        self._met: dict[str, int] = {}
        self._released = Event()

    def put(self, faults: Mapping[str, Fault]) -> None:
        """Add faults; one for the same key replaces the former."""
        with self._lock:
            for key, fault in faults.items():
                self._faults[key] = fault
                self._left[key] = fault.lives
                self._met[key] = 0

    def clear(self) -> None:
        """Forget all faults and let hanging calls go on."""
        with self._lock:
            self._faults.clear()
            self._left.clear()
            self._met.clear()
            self._released.set()
            self._released = Event()

    def current(self) -> dict[str, Fault]:
        """The faults that are still to happen."""
        with self._lock:
            return dict(self._faults)

    def take(self, operation: str, page: int) -> Fault | None:
        """The fault of this call, if any, counted as having happened."""
        with self._lock:
            for key in (operation, f"{operation.partition(':')[0]}:*", "*"):
                fault = self._faults.get(key)
                if fault is not None and fault.page in (None, page):
                    return fault if self._is_due(key, fault.every) else None
        return None

    def wait(self, seconds: float) -> None:
        """Hold a call; clearing the plan ends the wait."""
        if seconds > 0:
            self._released.wait(seconds)

    def _is_due(self, key: str, every: int) -> bool:
        self._met[key] += 1
        if self._met[key] % every:
            return False
        left = self._left[key]
        if left == 1:
            del self._faults[key], self._left[key], self._met[key]
        elif left is not None:
            self._left[key] = left - 1
        return True
