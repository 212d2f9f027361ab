"""Patches in every state, as their cards are drawn."""

from datetime import timedelta

from core.patching.plan import Plan, PlannedWindow
from core.patching.standing import MachineStanding, Standing
from core.patching.states import State, Step
from core.patching.workflow import BreakGlass, Ending, Handled, MachineRun, Stop, Vote, Workflow
from tests.core.patching.examples import AT, WEB_1, WEB_2, plan

RITA, AARON, BEA, GROUP = "U0REQUEST1", "U0APPROVE1", "U0APPROVE2", "S0APPROVER"
DIGEST = "d" * 64
WINDOW = PlannedWindow(start=AT + timedelta(hours=6), end=AT + timedelta(hours=8), zone="Europe/Berlin")
GLASS = BreakGlass(user_id=AARON, at=AT, reason="It is exploited *now*")

HANDLED = Handled(user_id=BEA, at=AT, reason="Mended by *hand*")
BRAKE = Stop(user_id=BEA, at=AT, reason="Wrong *day*")


def votes(*user_ids: str) -> tuple[Vote, ...]:
    return tuple(Vote(user_id=each, at=AT, digest=DIGEST) for each in user_ids)


def ended(sentence: str, user_id: str = "", *details: str) -> Ending:
    return Ending(at=AT, sentence=sentence, user_id=user_id, details=details)


def run(instance_id: str, step: Step, note: str = "") -> MachineStanding:
    made = MachineRun(workflow_id="w-20260301-abc123", instance_id=instance_id, wave=0, since=AT, note=note)
    return MachineStanding(run=made, step=step)


def standing(state: State, *machines: MachineStanding, made: Plan | None = None, **more: object) -> Standing:
    fields: dict[str, object] = {
        "workflow_id": "w-20260301-abc123",
        "plan_id": "p-20260301-abc123",
        "digest": DIGEST,
        "criticality": "critical",
        "requested_by": RITA,
        "requested_via": "slack",
        "requested_at": AT,
        "channel_id": "C0SREOPS01",
        "quorum": 2,
        "approvers": (GROUP,),
        "approve_by": AT + timedelta(hours=24),
        **more,
    }
    workflow = Workflow.model_validate(fields)
    return Standing(workflow=workflow, state=state, plan=made or plan(), machines=machines)


BOTH_DONE = (run(WEB_1, Step.DONE), run(WEB_2, Step.DONE))
EVERY = {
    "waiting": standing(State.WAITING),
    "partly approved": standing(State.WAITING, votes=votes(AARON)),
    "glass broken": standing(State.WAITING, break_glass=GLASS),
    "approved": standing(State.APPROVED, votes=votes(AARON, BEA)),
    "scheduled": standing(State.SCHEDULED, votes=votes(AARON, BEA), window=WINDOW),
    "running": standing(State.RUNNING, run(WEB_1, Step.DONE), run(WEB_2, Step.INSTALL), votes=votes(AARON, BEA)),
    "stopping": standing(State.RUNNING, run(WEB_1, Step.DONE), run(WEB_2, Step.INSTALL), stop=BRAKE),
    "stopped": standing(State.STOPPED, run(WEB_1, Step.DONE), run(WEB_2, Step.SKIPPED), stop=BRAKE),
    "verified": standing(State.VERIFIED, *BOTH_DONE),
    "rolling back": standing(State.ROLLING_BACK, run(WEB_1, Step.ROLLBACK)),
    "rolled back": standing(State.ROLLED_BACK, run(WEB_1, Step.ROLLED_BACK), run(WEB_2, Step.SKIPPED)),
    "rejected": standing(State.REJECTED, ending=ended("release today", BEA)),
    "withdrawn": standing(State.REJECTED, ending=ended("wrong machine", RITA)),
    "expired": standing(State.EXPIRED, ending=ended("Nobody approved it in time.")),
    "void": standing(State.VOID, ending=ended("It has changed.", "", "web-1 was running and is stopped.")),
    "needs a person": standing(State.NEEDS_HUMAN, run(WEB_1, Step.NEEDS_HUMAN, "The snapshot is missing")),
    "handled": standing(State.HANDLED, run(WEB_1, Step.NEEDS_HUMAN), handled=HANDLED),
}
