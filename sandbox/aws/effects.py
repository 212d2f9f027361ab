"""Counts what really changed, per machine: never by what was answered."""

from collections import Counter
from threading import Lock


class Effects:
    """How often each kind of change befell each thing; thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: dict[str, Counter[str]] = {}

    def add(self, kind: str, subject: str) -> None:
        """Count one change, such as an `install` of an instance or an `AWS-RunPatchBaseline` sent to it."""
        with self._lock:
            self._counts.setdefault(kind, Counter())[subject] += 1

    def read(self) -> dict[str, dict[str, int]]:
        """Counts by kind and subject."""
        with self._lock:
            return {kind: dict(counts) for kind, counts in sorted(self._counts.items())}
