"""A context whose AWS account is a test's own."""

from pathlib import Path

from commands.context import Context
from core.actor import Actor, Door
from core.answers.health import State
from core.thresholds.rule import Threshold
from services.store import Store
from services.store.audit_heads import Heads
from tests.blocks.answers import health_of
from tests.core.examples import StillClock, finding, instance, instance_id
from tests.workflows.explaining.world import explainer, replies_of
from tests.workflows.fakes import Account, FakeAws, surveyor
from tests.workflows.instances import pages
from tests.workflows.measurements import Machine, measurements, trying
from tests.workflows.patching.fleet import Backups, machinery, planner
from tests.workflows.patching.people import POLICY, Office
from tests.workflows.reporting import AUDIT_KEY, memory_store, reports
from tests.workflows.scheduling import schedules
from tests.workflows.security.watching import CALLED, WrittenTrail, rulings, watch
from tests.workflows.systems_manager import Patching, compliance
from tests.workflows.windows import Plans, patch_windows
from workflows.alerts.handling import Handling
from workflows.alerts.silences import Silences
from workflows.auditing import Auditing
from workflows.patching.orders import Orders
from workflows.patching.proposals import Proposals
from workflows.patching.records import Records
from workflows.patching.rollbacks import Rollbacks
from workflows.vulnerabilities import Vulnerabilities

ONE = instance_id(1)


class NoHeads(Heads):
    """Nothing has been published."""

    def __init__(self) -> None:
        super().__init__(Path("nowhere"))


def small_account() -> Account:
    """Two instances, of which one has a finding."""
    return Account(instances=(instance(1), instance(2)), findings=(finding(1),))


def context_of(
    account: Account,
    door: Door = Door.CLI,
    machine: Machine | None = None,
    patching: Patching | None = None,
    store: Store | None = None,
    trail: WrittenTrail | None = None,
    limits: tuple[Threshold, ...] = (),
) -> Context:
    """Everybody may do everything."""
    clock = StillClock()
    store = store or memory_store(clock)
    office = Office(store, clock)
    measured, patches = machine or Machine(), patching or Patching()
    ruled = rulings(store, clock, policy=CALLED if door is Door.CLI else POLICY)
    proposals = Proposals(planner(account, patches, clock, load=measured), store)
    explaining = explainer(store=store, clock=clock)
    return Context(
        actor=Actor(door),
        authorise=lambda *_: None,
        vulnerabilities=Vulnerabilities(surveyor(account, clock), clock, 300),
        metrics=measurements(account, measured, clock),
        explaining=explaining,
        replies=replies_of(explaining, store, clock),
        thresholds=trying(account, measured, clock, limits, {}),
        compliance=compliance(account, patches, clock),
        patch_windows=patch_windows(account, measured, Plans(), clock),
        schedules=schedules(account, Plans(), store, clock),
        instances=pages(account, clock, measured, patches),
        reports=reports(account, clock),
        incidents=Handling(store, clock, Silences(store, clock), "CALERTS"),
        auditing=Auditing(store, lambda: AUDIT_KEY, NoHeads(), clock),
        security=watch(account, trail or WrittenTrail(), ruled, clock),
        rulings=ruled,
        approval_requests=office.requests,
        shown_patches=office.showing,
        stop_requests=office.stop_requests,
        holds=office.holds,
        proposals=proposals,
        orders=Orders(proposals, office.requests, Records(store)),
        rollbacks=Rollbacks(
            store, FakeAws(account), machinery(account, patches), Backups(account), office.requests, clock, 7
        ),
        health=lambda: health_of(State.GOOD),
    )
