"""Patches that have ended, as they are stored."""

import json
from datetime import datetime, timedelta

from core.patching.issued import issue
from core.patching.plan import Plan, Wave
from core.patching.states import State, Step
from core.patching.workflow import Intent, MachineRun, Workflow
from services.aws.changes.snapshots import Snapshot
from services.store import ABSENT, Changes, Put, Store
from tests.core.patching.examples import AT, live, plan, planned_machine
from tests.workflows.patching.fleet import ONE, ROOT
from tests.workflows.patching.people import AARON, CHANNEL, RITA
from workflows.patching.records import new_patch, plan_put

WEB_1 = ONE.instance_id
SNAPSHOT = Snapshot(snapshot_id="snap-1", volume_id=ROOT.volume_id, state="completed", size_gib=20, encrypted=True)


def ended(
    store: Store,
    workflow_id: str = "w-20260301-abc123",
    *,
    state: State = State.VERIFIED,
    step: Step = Step.DONE,
    at: datetime = AT,
    of: Plan | None = None,
) -> str:
    """The id of a patch of web-1 that has come to that state."""
    planned = of or plan(
        plan_id=f"p-{workflow_id[2:]}",
        machines=(planned_machine(WEB_1, volumes=(ROOT,)),),
        waves=(Wave(name="all", instance_ids=(WEB_1,)),),
        criticality="critical",
    )
    issued = issue(planned, live())
    workflow = Workflow(
        workflow_id=workflow_id,
        plan_id=planned.plan_id,
        digest=issued.digest,
        criticality="critical",
        requested_by=AARON,
        requested_via="slack",
        requested_at=at,
        started_at=at,
        channel_id=CHANNEL,
        quorum=1,
        approvers=(RITA,),
        approve_by=at + timedelta(hours=1),
        way_back=planned.undoes is not None,
    )
    run = run_of(workflow_id, at)
    machine = Put("machine", f"{workflow_id}/{WEB_1}", run.model_dump(mode="json"), ABSENT, state=step)
    store.commit(Changes(puts=(plan_put(planned.plan_id, issued), new_patch(workflow, state, None), machine)))
    return workflow_id


def run_of(workflow_id: str, at: datetime = AT) -> MachineRun:
    facts = {
        "root_snapshot": "snap-1",
        "snapshots": json.dumps({ROOT.volume_id: "snap-1"}),
        "versions": json.dumps({"openssl.x86_64": "3.0.7-18"}),
    }
    taken = Intent(mark=f"sre:{workflow_id}:{WEB_1}:snapshots", asked_at=at, done_at=at)
    return MachineRun(
        workflow_id=workflow_id, instance_id=WEB_1, wave=0, since=at, facts=facts, intents={"snapshots": taken}
    )
