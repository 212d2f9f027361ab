"""One patch on one machine, as Patch Manager reports it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["Installed", "InstalledOther", "InstalledPendingReboot", "InstalledRejected", "Missing", "Failed"]
NON_COMPLIANT: frozenset[State] = frozenset({"InstalledPendingReboot", "InstalledRejected", "Missing", "Failed"})


@dataclass(frozen=True, slots=True)
class Patch:
    """A package or a KB number; `installed` is None while it is not."""

    kb: str
    title: str
    state: State
    classification: str = ""
    severity: str = ""
    installed: datetime | None = None
    cves: tuple[str, ...] = ()
