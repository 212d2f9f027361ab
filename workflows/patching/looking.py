"""How the machines of a plan are now, asked of those who know what that plan depends on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.errors import NotFound, Upstream
from core.gaps import Gap
from core.patching.eligible import Machine
from core.patching.live import LiveMachine, LiveState
from core.patching.plan import Plan
from services.aws.deadline import answering_within
from services.aws.ec2 import Ec2, missing
from services.aws.machines import Machines
from services.aws.patch_states import PatchStates
from workflows.patching.planning import machine_of


class Looks(Protocol):
    """The part of the planner that is needed here."""

    def live(self, plan: Plan) -> LiveState:
        """How the machines of a patch are now; raises Upstream."""
        ...


@dataclass(frozen=True, slots=True)
class Seen:
    """One machine, and what could not be learnt about it."""

    machine: Machine
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Machinery:
    """Looks at single machines. Findings are not asked for: the way back must not wait for Inspector."""

    ec2: Ec2
    machines: Machines
    nodes: PatchStates
    deadline_s: float

    def seen(self, instance_id: str) -> Seen:
        """A machine as it is now.

        Raises:
            NotFound: there is none.
            Upstream: EC2 or Auto Scaling did not answer.
        """
        with answering_within(self.deadline_s):
            fleet = self.ec2.instances([instance_id])
            if gone := missing([instance_id], fleet):
                raise self.ec2.not_found(gone)
            known = self.machines.of([instance_id])
            nodes = self.nodes.nodes([instance_id])
        gaps = (*fleet.gaps, *known.gaps, *nodes.gaps("whether Systems Manager manages {count} instance"))
        return Seen(machine_of(fleet.instances[0], known, nodes, asked=True), gaps)

    def live(self, instance_ids: Sequence[str]) -> LiveState:
        """The live state of machines as far as a way back depends on it; one that is gone is not in it.

        Their packages are looked at from within, right before the way back.

        Raises:
            Upstream: something could not be asked.
        """
        found = {name: self._seen(name) for name in instance_ids}
        return LiveState(machines={name: live_of(each.machine) for name, each in found.items() if each})

    def _seen(self, instance_id: str) -> Seen | None:
        try:
            return self.seen(instance_id)
        except NotFound:
            return None


def live_of(machine: Machine) -> LiveMachine:
    """One machine; raises Upstream where its volumes could not be read."""
    if machine.volumes is None:
        raise Upstream.timed_out("DescribeVolumes")
    return LiveMachine(
        instance_id=machine.instance.instance_id,
        state=machine.instance.state,
        opted_in=machine.instance.opted_in,
        system=machine.node.platform if machine.node else "",
        volume_ids=tuple(sorted(volume.volume_id for volume in machine.volumes)),
        packages={},
        findings={},
    )


@dataclass(frozen=True, slots=True)
class Looking:
    """For patches and for ways back."""

    patches: Looks
    machinery: Machinery

    def live(self, plan: Plan) -> LiveState:
        """How the machines of a plan are now; raises NotFound, Upstream."""
        if plan.undoes is None:
            return self.patches.live(plan)
        return self.machinery.live([machine.instance_id for machine in plan.machines])
