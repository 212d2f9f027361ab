"""Watches whether patch scans are still done: a machine that nobody scans looks well for ever."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from core.alerts.alert import Alert, AlertLevel
from core.answers.patch_status import PatchCompliance
from core.gaps import whole
from core.progress import Progress, Silent
from workflows.watching.conditions import Conditions
from workflows.watching.own_alert import own_alert

WATCH = "scans"
_NAMED = 8


class Answering(Protocol):
    """See `workflows.compliance.Compliance`."""

    def of(self, instance_ids: Sequence[str], progress: Progress) -> PatchCompliance:
        """How instances stand, none named: all."""
        ...


class Scans:
    """One alert for each way in which scans are missing, not one for each machine."""

    def __init__(self, compliance: Answering, conditions: Conditions) -> None:
        self._compliance = compliance
        self._conditions = conditions

    def look(self, now: datetime) -> str:
        """Look once; what changed in a few words. Raises Upstream where nothing could be asked."""
        answer = self._compliance.of((), Silent())
        changed = self._conditions.settle(WATCH, _found(answer, now), now, sure=whole(answer.partial))
        return f"{changed} changed" if changed else ""


def _found(answer: PatchCompliance, now: datetime) -> Iterator[Alert]:
    names = {each.instance.instance_id: each.instance.label for each in answer.instances}
    for what, ids in (
        ("have not been scanned for patches lately", answer.stale),
        ("were never scanned for patches", answer.never_scanned),
        ("have lost their connection to Systems Manager", answer.connection_lost),
    ):
        if ids:
            labels = sorted(names.get(each, each) for each in ids)
            more = f" and {len(labels) - _NAMED} more" if len(labels) > _NAMED else ""
            machines = "1 machine" if len(ids) == 1 else f"{len(ids)} machines"
            said = (
                what.replace("have ", "has ").replace("were ", "was ").replace("their", "its")
                if len(ids) == 1
                else what
            )
            yield own_alert(
                WATCH,
                what,
                kind="scan",
                severity=AlertLevel.LOW,
                title=f"{machines} {said}",
                message=f"{', '.join(labels[:_NAMED])}{more}. What is not scanned is not known to be well.",
                at=now,
                namespace="aws.ssm",
            )
