"""Everything that an execution can ask of AWS and do there; each part checks the opt-in before it writes."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.clock import Clock
from core.patching.plan import Plan
from services.aws.changes.change_role import ChangeRole, Execution
from services.aws.changes.fence import Fence
from services.aws.changes.override_list import OverrideLists
from services.aws.changes.reboots import Reboots
from services.aws.changes.root_volumes import RootVolumes
from services.aws.changes.scaling import Scaling
from services.aws.changes.snapshots import Snapshots
from services.aws.changes.ssm_commands import Commands
from services.aws.changes.traffic import Traffic
from services.aws.changes.volumes import Volumes
from services.aws.changes.watch import Watch
from services.aws.changes.writer import Writer
from services.aws.crew import Crew
from services.aws.ec2 import Ec2
from services.aws.instance_status import InstanceStatus
from services.aws.machines import Machines
from services.aws.patch_states import PatchStates
from services.aws.session import Aws

_QUESTIONS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Eyes:
    """What is only looked at."""

    ec2: Ec2
    machines: Machines
    status: InstanceStatus
    patches: PatchStates


@dataclass(frozen=True, slots=True)
class Hands:
    """What one execution works with."""

    eyes: Eyes
    watch: Watch
    commands: Commands
    snapshots: Snapshots
    reboots: Reboots
    traffic: Traffic
    scaling: Scaling
    lists: OverrideLists
    roots: RootVolumes
    volumes: Volumes


class Reach:
    """Makes the hands of each execution. `place` is where the machines read their lists from."""

    def __init__(self, aws: Aws, role_arn: str, place: str, clock: Clock, lease_s: float) -> None:
        self._aws = aws
        self._role = ChangeRole(aws, role_arn, clock, lease_s)
        self._place = place
        crew = Crew(_QUESTIONS_AT_ONCE, thread_name_prefix="execution")
        self._eyes = Eyes(Ec2(aws), Machines(aws, crew), InstanceStatus(aws), PatchStates(aws, crew))

    def hands(self, plan: Plan, execution: Execution, fence: Fence) -> Hands:
        """For exactly the machines of a plan, in the name of its approver."""
        return self.for_machines([machine.instance_id for machine in plan.machines], execution, fence)

    def for_machines(self, instance_ids: Sequence[str], execution: Execution, fence: Fence) -> Hands:
        """The same for named machines."""
        writer = Writer(self._aws, self._role, execution, frozenset(instance_ids), fence)
        return Hands(
            eyes=self._eyes,
            watch=Watch(writer),
            commands=Commands(writer),
            snapshots=Snapshots(writer),
            reboots=Reboots(writer),
            traffic=Traffic(writer),
            scaling=Scaling(writer),
            lists=OverrideLists(writer, self._place),
            roots=RootVolumes(writer),
            volumes=Volumes(writer),
        )
