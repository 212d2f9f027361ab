"""The machine gets its traffic back: after a patch, after a way back, or because nothing was done to it."""

from core.patching.states import Step
from core.patching.workflow import Intent
from services.aws.changes.scaling import IN_SERVICE, STANDBY
from workflows.patching.outcome import Failed, Halt, Next, Outcome
from workflows.patching.steps.checks import none_of, own_targets
from workflows.patching.steps.drain import remembered_targets
from workflows.patching.steps.job import Job
from workflows.patching.steps.kept_volume import keep


def undrain(job: Job) -> Outcome:
    """Traffic first; then the inventory is collected, so that Inspector sees what is installed."""
    _serve(job, "after patch")
    _refresh(job, "inventory")
    return Next(Step.DONE)


def release(job: Job) -> Outcome:
    """Nothing was installed: it is as it was once its traffic is back."""
    _serve(job, "unchanged")
    return Next(Step.SKIPPED)


def restore_traffic(job: Job) -> Outcome:
    """The way back is verified."""
    _serve(job, "after rollback")
    _refresh(job, "inventory after rollback")
    keep(job)
    return Next(Step.ROLLED_BACK)


def _serve(job: Job, when: str) -> None:
    stood_by = job.machine.auto_scaling_group and "enter standby" in job.ledger.run.intents
    if stood_by:
        _leave_standby(job, when)
    for arn, port in remembered_targets(job) if "targets" in job.facts else []:
        _register(job, arn, port, when)
    if stood_by or "targets" in job.facts:
        none_of(job, (trouble._replace(sure=False) for trouble in own_targets(job)))


def _leave_standby(job: Job, when: str) -> None:
    scaling, group = job.hands.scaling, job.machine.auto_scaling_group

    def left(_: object) -> dict[str, str] | None:
        return None if scaling.state(job.instance_id).endswith(STANDBY) else {}

    def leave(_: str) -> dict[str, str]:
        scaling.exit_standby(job.instance_id, group)
        return {}

    state = scaling.state(job.instance_id)
    if state == f"Entering{STANDBY}":
        raise job.later(f"It is {state} in {group}.")
    if state == STANDBY:
        job.once(f"exit standby {when}", left, leave)
    if not state:
        raise Halt(Failed("It has left its Auto Scaling group."))
    if state != IN_SERVICE:
        raise job.later(f"It is {state} in {group}.")


def _register(job: Job, arn: str, port: int, when: str) -> None:
    def there(_: object) -> dict[str, str] | None:
        return None if _state(job, arn, port) in {"", "draining", "unused"} else {}

    def register(_: str) -> dict[str, str]:
        job.hands.traffic.register(job.instance_id, arn, port)
        return {}

    if there(None) is None:
        job.once(f"register {arn.rpartition(':')[2]} {port} {when}", there, register)


def _state(job: Job, arn: str, port: int) -> str:
    own = (each for each in job.hands.traffic.targets(arn) if each.instance_id == job.instance_id)
    return next((each.state for each in own if each.port == port), "")


def _refresh(job: Job, name: str) -> None:
    def refreshed(intent: Intent) -> dict[str, str] | None:
        return {} if job.hands.watch.inventory_since(intent.asked_at) else None

    def refresh(_: str) -> dict[str, str]:
        job.hands.watch.refresh_inventory(job.instance_id)
        return {}

    job.once(name, refreshed, refresh)
