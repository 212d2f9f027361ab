"""The machine gets no more traffic, and its group does not replace it."""

import json

from core.patching.states import Step
from services.aws.changes.scaling import STANDBY
from workflows.patching.outcome import Failed, Halt, Next, Outcome
from workflows.patching.steps.job import Job


def drain(job: Job) -> Outcome:
    """Standby in its Auto Scaling group, and out of its target groups once what it has is answered."""
    if job.machine.auto_scaling_group:
        _stand_by(job)
    for arn, port in remembered_targets(job):
        _leave(job, arn, port)
    return Next(Step.BACKUP)


def remembered_targets(job: Job) -> list[tuple[str, int]]:
    """Where it still serves once it stands by, written down before it leaves; its group brings it back elsewhere."""
    if "targets" not in job.facts:
        own = [
            [arn, target.port]
            for arn in job.machine.target_group_arns
            for target in job.hands.traffic.targets(arn)
            if target.instance_id == job.instance_id and target.state != "draining"
        ]
        job.ledger.learn(targets=json.dumps(own))
    return [(str(arn), int(port)) for arn, port in json.loads(job.facts["targets"])]


def _stand_by(job: Job) -> None:
    scaling, group = job.hands.scaling, job.machine.auto_scaling_group

    def entered(_: object) -> dict[str, str] | None:
        return {} if scaling.state(job.instance_id).endswith(STANDBY) else None

    def enter(_: str) -> dict[str, str]:
        scaling.enter_standby(job.instance_id, group)
        return {}

    job.once("enter standby", entered, enter)
    state = scaling.state(job.instance_id)
    if not state:
        raise Halt(Failed("It has left its Auto Scaling group.", untouched=True))
    if state != STANDBY:
        raise job.later(f"It is {state} in {group}.")


def _leave(job: Job, arn: str, port: int) -> None:
    def state() -> str:
        own = (each for each in job.hands.traffic.targets(arn) if each.instance_id == job.instance_id)
        return next((each.state for each in own if each.port == port), "")

    def left(_: object) -> dict[str, str] | None:
        return {} if state() in {"", "draining", "unused"} else None

    def leave(_: str) -> dict[str, str]:
        job.hands.traffic.deregister(job.instance_id, arn, port)
        return {}

    job.once(f"deregister {arn.rpartition(':')[2]} {port}", left, leave)
    if (now := state()) not in {"", "unused"}:
        raise job.later(f"The load balancer says that it is {now}.")
