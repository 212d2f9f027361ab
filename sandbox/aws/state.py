"""What each service keeps about an account, beside what moto keeps."""

from threading import Lock
from typing import Any, TypeVar

Kept = TypeVar("Kept")


class State:
    """One object of each class, made when it is first asked for; so no service has to know another's."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[type[Any], Any] = {}

    def of(self, kind: type[Kept]) -> Kept:
        """The account's own object of this class, which is made without arguments."""
        with self._lock:
            if kind not in self._kept:
                self._kept[kind] = kind()
            found: Kept = self._kept[kind]
            return found
