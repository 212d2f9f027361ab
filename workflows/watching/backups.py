"""Watches the backups of our patches: those that failed, and those that stay and are paid for past their time."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from core.alerts.alert import Alert, AlertLevel
from services.aws.changes.old_backups import OldBackup
from workflows.watching.conditions import Conditions
from workflows.watching.own_alert import own_alert

WATCH = "backups"
_NAMED = 8
# The nightly removal has come by twice then.
_LATE = timedelta(days=2)


class Shelf(Protocol):
    """See `services.aws.changes.old_backups`."""

    def ours(self) -> Sequence[OldBackup]:
        """All with our tags; raises Upstream."""
        ...


class Backups:
    """One alert for each way in which backups are wrong."""

    def __init__(self, shelves: Sequence[Shelf], conditions: Conditions) -> None:
        self._shelves = shelves
        self._conditions = conditions

    def look(self, now: datetime) -> str:
        """Look once; what changed in a few words. Raises Upstream where not all could be listed."""
        ours = [each for shelf in self._shelves for each in shelf.ours()]
        changed = self._conditions.settle(WATCH, _found(ours, now), now, sure=True)
        return f"{changed} changed" if changed else ""


def _found(ours: Sequence[OldBackup], now: datetime) -> Iterator[Alert]:
    failed = [each for each in ours if each.failed]
    kept = [each for each in ours if not each.failed and each.expires and each.expires < now - _LATE]
    timeless = [each for each in ours if not each.failed and each.expires is None]
    if failed:
        why = "A patch cannot be taken back with them."
        yield _alert("failed", failed, AlertLevel.MEDIUM, why, now)
    if kept:
        why = "The nightly removal takes only what a patch's record names, and needs the role for changes."
        yield _alert("are past their time and still there", kept, AlertLevel.LOW, why, now)
    if timeless:
        why = "The tag that says until when is missing, so that nothing ever removes them."
        yield _alert("would be kept for ever", timeless, AlertLevel.LOW, why, now)


def _alert(what: str, backups: Sequence[OldBackup], severity: AlertLevel, why: str, now: datetime) -> Alert:
    count, gib = len(backups), sum(each.size_gib for each in backups)
    said = what.replace("are ", "is ") if count == 1 else what
    names = ", ".join(f"{each.backup_id} of {each.instance_id or 'no machine'}" for each in backups[:_NAMED])
    more = f" and {count - _NAMED} more" if count > _NAMED else ""
    return own_alert(
        WATCH,
        what,
        kind="backup",
        severity=severity,
        title=f"{count} backup{'' if count == 1 else 's'} of patches {said} ({gib:,} GiB)",
        message=f"{names}{more}. {why}",
        at=now,
        namespace="aws.ec2",
    )
