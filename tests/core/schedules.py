"""Work that lies ahead, for tests: patches of two web machines, and maintenance windows."""

from datetime import datetime, timedelta

from core.maintenance import MaintenanceWindow, Run, Target
from core.patching.issued import issue
from core.patching.plan import PlannedWindow
from core.patching.standing import Standing
from core.patching.states import State
from core.patching.workflow import Vote, Workflow
from tests.core.examples import NOW, instance, instance_id
from tests.core.patching.examples import live, plan, planned_machine

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RITA, AARON = "U0REQUEST1", "U0APPROVE1"
WEB = {"Role": "web", "Environment": "production"}
FLEET = (instance(1, tags=WEB), instance(2, tags=WEB), instance(3, tags={"Role": "db"}))


def window(start: datetime = NOW + DAY, hours: float = 2, zone: str = "UTC") -> PlannedWindow:
    return PlannedWindow(start=start, end=start + hours * HOUR, zone=zone)


def standing(
    number: int = 1, state: State = State.SCHEDULED, machines: tuple[int, ...] = (1,), **more: object
) -> Standing:
    """The patch of some machines tomorrow, which Rita asked for and Aaron approved."""
    planned = tuple(planned_machine(instance_id(each), f"web-{each}") for each in machines)
    waves = ({"name": "canary", "instance_ids": tuple(each.instance_id for each in planned)},)
    facts: dict[str, object] = {
        "workflow_id": f"w-20261120-{number:06x}",
        "plan_id": f"p-20261120-{number:06x}",
        "criticality": "non_critical",
        "requested_by": RITA,
        "requested_via": "slack",
        "requested_at": NOW,
        "channel_id": "C0SREOPS01",
        "quorum": 1,
        "approve_by": NOW + DAY,
        "window": window(),
    }
    facts |= more
    made = plan(plan_id=facts["plan_id"], machines=planned, waves=waves, window=facts["window"])
    digest = issue(made, live()).digest
    votes = () if state is State.WAITING else (Vote(user_id=AARON, at=NOW, digest=digest),)
    workflow = Workflow.model_validate({"digest": digest, "votes": votes, **facts})
    return Standing(workflow=workflow, state=state, plan=made)


def maintenance(name: str, *on: int, start: datetime = NOW + DAY, every: timedelta = DAY, times: int = 1) -> list[Run]:
    """The runs of a window on some machines, two hours each."""
    targets = ((Target("InstanceIds", tuple(instance_id(each) for each in on)),),)
    made = MaintenanceWindow(f"mw-{name:0>17}", name, 2, targets)
    return [Run(made, start + each * every, start + each * every + 2 * HOUR) for each in range(times)]
