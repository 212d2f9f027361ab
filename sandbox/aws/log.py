"""What was called: counts for ever, the latest calls in detail."""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any

_KEPT = 2_000
_SECRET = ("password", "secret", "sessiontoken")


@dataclass(frozen=True, slots=True)
class Entry:
    """One call and how it went."""

    n: int
    at: str
    operation: str
    region: str
    parameters: Mapping[str, Any]
    status: int
    error: str
    ms: float


class CallLog:
    """Thread-safe log of every AWS call."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: deque[Entry] = deque(maxlen=_KEPT)
        self._counts: Counter[str] = Counter()
        self._next = 1

    def add(
        self, operation: str, region: str, parameters: Mapping[str, Any], status: int, error: str, ms: float
    ) -> None:
        """Note one finished call, without secrets."""
        now = datetime.now(UTC).isoformat()
        with self._lock:
            kept = {name: value for name, value in parameters.items() if name.lower() not in _SECRET}
            self._entries.append(Entry(self._next, now, operation, region, kept, status, error, round(ms, 2)))
            self._counts[operation] += 1
            self._next += 1

    def read(self, after: int = 0, operation: str = "") -> dict[str, Any]:
        """Counts, and the calls after entry `after`, oldest first."""
        with self._lock:
            entries = [one for one in self._entries if one.n > after and operation in ("", one.operation)]
            return {"counts": dict(self._counts), "calls": [asdict(one) for one in entries], "next": self._next - 1}

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._counts.clear()
