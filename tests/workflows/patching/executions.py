"""One approved patch of two machines in two waves, and processes that carry it on."""

from collections.abc import Sequence

from core.patching.issued import issue
from core.patching.plan import Plan
from core.patching.states import State, Step
from core.patching.workflow import Vote, Workflow
from services.slack.outbox import Outbox
from services.store import AuditRow, Changes, Store
from tests.core.patching.examples import AT, live, plan
from tests.workflows.patching.machinery import Killed, Land
from tests.workflows.patching.people import AARON, BEA, CHANNEL, RITA, MovedClock
from workflows.patching.crash import CrashPoints
from workflows.patching.engine import Engine, Tools
from workflows.patching.links import Links
from workflows.patching.locks import Leases
from workflows.patching.records import Machine, Patch, Records, new_patch, plan_put
from workflows.patching.starting import Gate, Go
from workflows.patching.steps.job import House
from workflows.patching.timing import Timing

WORKFLOW = "w-20260301-abc123"
TIMING = Timing(lease_s=20, settle_s=30, poll_s=5)


class OpenGate(Gate):
    """Lets everything begin. `late` is why no further wave may."""

    def __init__(self) -> None:
        self.verdict: object = Go()
        self.late = ""

    def judge(self, *_: object) -> Go:
        return self.verdict  # type: ignore[return-value]

    def time_for(self, *_: object) -> str:
        return self.late


class Execution:
    """What happens to the patch, as processes come and go."""

    def __init__(self, store: Store, clock: MovedClock, planned: Plan | None = None) -> None:
        self.store, self.clock, self.gate = store, clock, OpenGate()
        self.plan = planned or plan(bake_s=60)
        self.land = Land(self.plan, clock)
        self.records = Records(store)
        issued = issue(self.plan, live())
        workflow = Workflow(
            workflow_id=WORKFLOW,
            plan_id=self.plan.plan_id,
            digest=issued.digest,
            criticality="non_critical",
            requested_by=RITA,
            requested_via="slack",
            requested_at=AT,
            channel_id=CHANNEL,
            quorum=1,
            approvers=(AARON, BEA),
            approve_by=AT.replace(year=2030),
            votes=(Vote(user_id=AARON, at=AT, digest=issued.digest),),
        )
        puts = (plan_put(self.plan.plan_id, issued), new_patch(workflow, State.APPROVED, AT))
        store.commit(Changes(puts=puts))
        self.start()

    def start(self) -> None:
        """A process begins, knowing only the store."""
        self.leases = Leases(self.store, self.clock, TIMING.lease_s)
        links = Links(Outbox(self.store, self.clock), None)
        tools = Tools(
            store=self.store,
            clock=self.clock,
            timing=TIMING,
            leases=self.leases,
            reach=self.land,
            gate=self.gate,
            links=links,
            house=House(),
            crashes=CrashPoints(),
        )
        self.engine = Engine(tools)

    def turn(self) -> None:
        """One look of the process, if it can get the lease; it may be killed in the middle."""
        lease = self.leases.take(WORKFLOW)
        if lease is None:
            return
        try:
            self.engine.turn(lease)
        except Killed:
            self.start()
            return
        self.leases.give_back(lease)

    def run(self, turns: int = 400) -> State:
        """Look again and again, as time goes by, until nothing is left to do."""
        for _ in range(turns):
            if self.patch.state not in {State.APPROVED, State.RUNNING, State.ROLLING_BACK}:
                break
            self.turn()
            self.clock.advance(seconds=6)
        return self.patch.state

    @property
    def patch(self) -> Patch:
        """As it is stored."""
        return self.records.patch(WORKFLOW)

    def machine(self, instance_id: str) -> Machine:
        """As it is stored; it has begun."""
        found = self.records.machine(WORKFLOW, instance_id)
        assert found is not None
        return found

    def steps(self) -> list[Step]:
        """Of the machines that have begun, in the order of the plan."""
        found = (self.records.machine(WORKFLOW, each.instance_id) for each in self.plan.machines)
        return [each.step for each in found if each]

    def audit(self) -> Sequence[AuditRow]:
        """What was written down about it."""
        return self.store.audit_rows(subject=WORKFLOW, limit=10_000)

    def said(self) -> str:
        """Everything that was asked to be said in Slack."""
        return "\n".join(str(each.doc["message"]["text"]) for each in self.store.find("outbox", limit=1000))
