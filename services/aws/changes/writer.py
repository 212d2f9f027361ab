"""Every change goes through here: the machine must be one of the execution's, and must still be opted in."""

from collections.abc import Mapping
from typing import Any

from botocore import xform_name

from core.errors import Cause, NotAllowed, NotFound, Upstream
from core.fleet import OPT_IN_TAG
from services.aws.changes.change_role import ChangeRole, Execution
from services.aws.changes.fence import Fence, NoFence, behind
from services.aws.persistence import persistently
from services.aws.session import Aws, Service

Wire = Mapping[str, Any]


class Writer:
    """Writes for one approved execution, behind a fence for where it has lost its right to go on.

    Each call is made once. Upstream from a write may mean that it had an effect all the same, unless its cause says
    that AWS did not let it through.
    """

    def __init__(
        self,
        reader: Aws,
        role: ChangeRole,
        execution: Execution,
        instance_ids: frozenset[str],
        fence: Fence | None = None,
    ) -> None:
        self.reader = reader
        self._role = role
        self._execution = execution
        self._instance_ids = instance_ids
        self._fence = fence or NoFence()

    def write(self, instance_id: str, service: Service, operation: str, **request: object) -> Wire:
        """Make one call that changes something on, or for, one machine.

        Raises:
            NotAllowed: the machine is not one of the execution's, or is not opted in now; nothing was done.
            NotFound, BadRequest: AWS does not know a thing that was named; nothing was done.
            Conflict: the execution has lost its right to go on; nothing was sent.
            Upstream: see the class.
        """
        self._check(instance_id)
        acting = self._role.acting_for(self._execution)
        self._fence.check()
        try:
            with acting.asking(service, operation), behind(self._fence):
                client: Any = acting.client(service)
                answer: Wire = getattr(client, xform_name(operation))(**request)
                return answer
        except Upstream as error:
            if error.cause is Cause.EXPIRED:
                self._role.forget(self._execution)
            raise

    def _check(self, instance_id: str) -> None:
        if instance_id not in self._instance_ids:
            raise NotAllowed(f"{instance_id} is not in the approved plan, so nothing was done to it.")
        if persistently(lambda: self._opt_in(instance_id)) != "enabled":
            raise NotAllowed(
                f"{instance_id} does not have the tag {OPT_IN_TAG}=enabled, so nothing was done to it.",
                advice="Set the tag, and ask for a new plan.",
            )

    def _opt_in(self, instance_id: str) -> str:
        """What the tag says now."""
        with self.reader.asking("ec2", "DescribeInstances"):
            told = self.reader.client("ec2").describe_instances(InstanceIds=[instance_id])
        for reservation in told["Reservations"]:
            for wire in reservation.get("Instances", []):
                tags = {each.get("Key"): each.get("Value", "") for each in wire.get("Tags", [])}
                return tags.get(OPT_IN_TAG, "").lower()
        raise NotFound(f"{instance_id} is not there any more.")


def may_have_happened(error: Upstream) -> bool:
    """Whether a write that failed so may have had its effect all the same."""
    return error.cause in {Cause.TIMED_OUT, Cause.UNREACHABLE, Cause.BROKEN}
