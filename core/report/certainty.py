"""How sure a recommendation is, and what that rests on."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from core.confidence import Confidence
from core.findings import Fix
from core.fleet import Coverage
from core.report.judged import Judged

# Nothing is certain before it has been tried: Inspector matches versions, not whether the code is ever run.
_MOST = 0.95
_RECENT = timedelta(days=3)
# How much is lost when all of it is missing: without a fixed version little is left, without facts about
# exploitation only the order is doubtful, a stale scan or a partial list leaves the numbers doubtful.
_NO_FIX, _NO_FACTS, _STALE, _PARTIAL = 0.5, 0.2, 0.3, 0.2


def certainty(concerned: Sequence[Judged], scans: Sequence[Coverage | None], now: datetime, gaps: int) -> Confidence:
    """Of an action on these findings; `scans` are of their instances, `gaps` how many parts of the report lack."""
    fixed = _share(each.line.fix is Fix.YES for each in concerned)
    told = _share(each.line.facts_known for each in concerned)
    recent = _share(_is_recent(scan, now) for scan in scans)
    value = _MOST * (1 - _NO_FIX * (1 - fixed)) * (1 - _NO_FACTS * (1 - told)) * (1 - _STALE * (1 - recent))
    basis = [
        f"fix named for {_words(fixed)}",
        f"exploitation known for {_words(told)}",
        f"{_words(recent)} scanned in the last {_RECENT.days} days",
    ]
    if gaps:
        value *= 1 - _PARTIAL
        basis.append("the report is partial")
    return Confidence(value=round(value, 2), basis="; ".join(basis))


def _is_recent(scan: Coverage | None, now: datetime) -> bool:
    """Whether the instance is scanned now, and was not long ago where the time is told."""
    if scan is None or not scan.scanned:
        return False
    return scan.last_scanned is None or now - scan.last_scanned <= _RECENT


def _share(values: Iterable[bool]) -> float:
    told = list(values)
    return sum(told) / len(told) if told else 1.0


def _words(share: float) -> str:
    if share in {0.0, 1.0}:
        return "all" if share else "none"
    return f"{min(max(share * 100, 1), 99):.0f} %"
