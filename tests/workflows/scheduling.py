"""What lies ahead, on a test's own account, plans and store."""

from core.clock import Clock
from services.store import Store
from tests.workflows.fakes import Account, FakeAws, FakeEc2
from tests.workflows.windows import FakeCalendar, FakeMaintenance, Plans
from workflows.patching.records import Records
from workflows.schedule import Schedules, Sources


def schedules(
    account: Account, plans: Plans, store: Store, clock: Clock, *, keep_s: float = 300, deadline_s: float = 5.0
) -> Schedules:
    sources = Sources(FakeEc2(account), FakeCalendar(account, plans), FakeMaintenance(account, plans), ("freeze",))
    return Schedules(FakeAws(account), sources, Records(store), clock, keep_s, deadline_s)
