"""Machines that may be changed, and whoever plans for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.clock import Clock
from core.errors import Upstream
from core.gaps import Gap
from core.patching.plan import PlannedVolume
from services.aws.changes.snapshots import Snapshot, TakenSnapshots
from services.aws.crew import Crew
from services.aws.machines import Known, MachineFacts, Machines
from tests.core.examples import instance
from tests.workflows.fakes import Account, FakeAws, FakeEc2, surveyor
from tests.workflows.measurements import Machine
from tests.workflows.systems_manager import FakePatchStates, Patching
from tests.workflows.windows import Plans, patch_windows
from workflows.patching.looking import Machinery
from workflows.patching.planning import HoldsOf, Planner, Rules, Sources

ROOT = PlannedVolume(volume_id="vol-1", device="/dev/xvda", size_gib=20, encrypted=True, root=True)
FACTS = MachineFacts(
    root_device_type="ebs",
    volumes=(ROOT,),
    instance_store=(),
    lifecycle="",
    hibernation=False,
    metal=False,
    target_group_arns=(),
    auto_scaling_group="",
)
RULES = Rules(bake_s=900, backup_keep_days=7, rollback_approved=True)
ONE = instance(1, tags={"PatchAutomation": "enabled"})
TWO = instance(2, tags={"PatchAutomation": "enabled"})


@dataclass
class Hardware:
    """What EC2, the load balancers and Auto Scaling know; a machine that is not named is an ordinary one."""

    facts: Mapping[str, MachineFacts] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()
    failing: Upstream | None = None
    asked: list[tuple[str, ...]] = field(default_factory=list)


class FakeMachines(Machines):
    def __init__(self, account: Account, told: Hardware) -> None:
        super().__init__(FakeAws(account), Crew(1))
        self._told = told

    def of(self, instance_ids: Sequence[str]) -> Known:
        self._told.asked.append(tuple(instance_ids))
        if self._told.failing:
            raise self._told.failing
        return Known({name: self._told.facts.get(name, FACTS) for name in instance_ids}, self._told.gaps)


def planner(
    account: Account,
    patching: Patching,
    clock: Clock,
    *,
    hardware: Hardware | None = None,
    load: Machine | None = None,
    holds: HoldsOf = lambda _: {},
) -> Planner:
    """Plans for that account."""
    sources = Sources(
        surveyor(account, clock),
        FakePatchStates(account, patching),
        FakeMachines(account, hardware or Hardware()),
        patch_windows(account, load or Machine(), Plans(), clock),
        holds,
    )
    return Planner(sources, RULES, clock, 5.0)


def machinery(account: Account, patching: Patching, hardware: Hardware | None = None) -> Machinery:
    """Looks at single machines of that account."""
    machines = FakeMachines(account, hardware or Hardware())
    return Machinery(FakeEc2(account), machines, FakePatchStates(account, patching), 5.0)


class Backups(TakenSnapshots):
    """The snapshots that a test says are there, whatever their mark."""

    def __init__(self, account: Account, *snapshots: Snapshot) -> None:
        super().__init__(FakeAws(account))
        self._snapshots = snapshots

    def marked(self, mark: str) -> tuple[Snapshot, ...]:
        return self._snapshots if mark else ()
