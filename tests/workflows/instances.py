"""Pages about instances, from accounts that answer at once what a test told them to, or fail as told."""

from dataclasses import dataclass

from core.answers.instance import ScheduledEvent, StatusCheck
from core.clock import Clock
from services.aws.instance_status import InstanceStatus
from tests.workflows.fakes import DENIED, Account, FakeAws, FakeEc2, surveyor
from tests.workflows.measurements import Machine, measurements
from tests.workflows.systems_manager import FakePatchStates, Patching, compliance
from tests.workflows.windows import Plans, patch_windows
from workflows.instance import InstancePages, Sections
from workflows.vulnerabilities import Vulnerabilities

WELL = tuple(StatusCheck(name=name, status="ok") for name in ("system", "instance", "attached EBS"))


@dataclass
class Checks:
    """What EC2's status checks say."""

    checks: tuple[StatusCheck, ...] = WELL
    events: tuple[ScheduledEvent, ...] = ()
    failing: bool = False


class FakeStatus(InstanceStatus):
    def __init__(self, account: Account, told: Checks) -> None:
        super().__init__(FakeAws(account))
        self._checks = told

    def of(self, instance_id: str) -> tuple[tuple[StatusCheck, ...], tuple[ScheduledEvent, ...]]:
        del instance_id
        if self._checks.failing:
            raise DENIED
        return self._checks.checks, self._checks.events


def pages(
    account: Account,
    clock: Clock,
    machine: Machine,
    patching: Patching,
    checks: Checks | None = None,
    deadline_s: float = 5,
) -> InstancePages:
    """The pages of that account."""
    sections = Sections(
        FakeEc2(account),
        FakeStatus(account, checks or Checks()),
        FakePatchStates(account, patching),
        Vulnerabilities(surveyor(account, clock), clock, 300),
        measurements(account, machine, clock),
        compliance(account, patching, clock),
        patch_windows(account, machine, Plans(), clock),
    )
    return InstancePages(FakeAws(account), sections, clock, deadline_s)
