"""EC2's own checks of the alert's instance, and what AWS has scheduled for it."""

from core.causes.evidence import Evidence
from services.aws.instance_status import InstanceStatus
from workflows.explaining.case import Case, Gathered, unasked

_KINDS = {"system": "status_check_system", "instance": "status_check_instance"}
_WELL = frozenset({"ok", "not-applicable", "initializing"})


class InstanceCollector:
    """Asks EC2 for status checks."""

    about = "EC2's status checks"

    def __init__(self, status: InstanceStatus) -> None:
        self._status = status

    def collect(self, case: Case) -> Gathered:
        """Failed checks, or that none fails."""
        instance_id = case.subject.instance_id
        if not instance_id:
            return unasked(self.about, "the alert names no instance")
        checks, scheduled = self._status.of(instance_id)
        failed = [each for each in checks if each.status not in _WELL and each.name in _KINDS]
        facts = [
            Evidence(
                kind=_KINDS[each.name],
                source="EC2",
                said=f"The {each.name} check of {instance_id} says {each.status}.",
                component=instance_id,
                first_seen=each.since,
                impact=True,
                values={"machine": instance_id, "instance_id": instance_id},
            )
            for each in failed
        ]
        if checks and not failed:
            said = f"All status checks of {instance_id} pass."
            facts.append(Evidence(kind="status_checks_pass", source="EC2", said=said, component=instance_id))
        facts += [
            Evidence(
                kind="scheduled_event",
                source="EC2",
                said=f"AWS has scheduled for {instance_id}: {each.what}.",
                component=instance_id,
                values={"machine": instance_id, "scheduled": each.what},
            )
            for each in scheduled
        ]
        return Gathered(evidence=tuple(facts))
