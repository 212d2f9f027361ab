"""What was called: counts for ever, the latest calls in detail."""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any

_KEPT = 2_000
_SECRET = ("password", "secret", "sessiontoken")
_READING = ("Assume", "BatchGet", "Describe", "Filter", "Get", "Head", "List", "Lookup", "Query", "Scan", "Search")


def is_reading(operation: str) -> bool:
    """Whether an operation changes nothing, by the beginning of its name; AssumeRole counts among them."""
    return operation.startswith(_READING)


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
        self._effects: Counter[str] = Counter()
        self._next = 1

    def add(
        self, operation: str, region: str, parameters: Mapping[str, Any], status: int, error: str, ms: float
    ) -> None:
        """Note one finished call, without secrets; status 0 means that its reply was never sent."""
        now = datetime.now(UTC).isoformat()
        with self._lock:
            kept = {name: value for name, value in parameters.items() if name.lower() not in _SECRET}
            self._entries.append(Entry(self._next, now, operation, region, kept, status, error, round(ms, 2)))
            self._counts[operation] += 1
            self._next += 1

    def took_effect(self, operation: str) -> None:
        """Count a call that succeeded, whatever became of its reply; only those that change something are kept."""
        if not is_reading(operation.partition(":")[2]):
            with self._lock:
                self._effects[operation] += 1

    def read(self, after: int = 0, operation: str = "") -> dict[str, Any]:
        """Counts of calls and of changes that took effect, and the calls after entry `after`, oldest first."""
        with self._lock:
            entries = [one for one in self._entries if one.n > after and operation in ("", one.operation)]
            counts = {"counts": dict(self._counts), "effects": dict(self._effects)}
            return {**counts, "calls": [asdict(one) for one in entries], "next": self._next - 1}

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._counts.clear()
            self._effects.clear()
