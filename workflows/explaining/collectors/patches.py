"""Our own patches of the alert's machine: known at once, while CloudTrail tells of them minutes later."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from core.causes.evidence import Evidence
from core.patching.states import State
from services.store import Order
from workflows.explaining.case import Case, Gathered, unasked
from workflows.patching.records import Patch, Records

_BEFORE = timedelta(hours=24)
_LOOKED_AT = 50
_ENDS = {
    State.RUNNING: "is not over",
    State.ROLLING_BACK: "is being rolled back",
    State.VERIFIED: "was verified",
    State.STOPPED: "was stopped",
    State.ROLLED_BACK: "was rolled back",
    State.NEEDS_HUMAN: "needs a person",
    State.HANDLED: "needed a person, who has looked at it",
}


class PatchCollector:
    """Reads what was written down of patches."""

    about = "our own patches of the machine"

    def __init__(self, records: Records) -> None:
        self._records = records

    def collect(self, case: Case) -> Gathered:
        """Patches that installed something on the machine in the day before the alert."""
        instance_id = case.subject.instance_id
        if not instance_id:
            return unasked(self.about, "the alert names no machine")
        return Gathered(evidence=tuple(self._facts(instance_id, case)))

    def _facts(self, instance_id: str, case: Case) -> Iterator[Evidence]:
        for state in _ENDS:
            for patch in islice(self._records.patches(state, order=Order.NEWEST), _LOOKED_AT):
                if fact := self._fact(patch, instance_id, case):
                    yield fact

    def _fact(self, patch: Patch, instance_id: str, case: Case) -> Evidence | None:
        workflow_id = patch.workflow.workflow_id
        machine = self._records.machine(workflow_id, instance_id)
        asked = machine.run.intents.get("install") if machine else None
        if asked is None or not case.alarmed_at - _BEFORE <= asked.asked_at <= case.now:
            return None
        return Evidence(
            kind="patch_before",
            source="our own record",
            said=f"We installed patch {workflow_id} on {instance_id}; it {_ENDS[patch.state]}.",
            component=instance_id,
            first_seen=asked.asked_at,
            values={"patched": instance_id, "patch": workflow_id},
        )
