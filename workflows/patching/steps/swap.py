"""The last way back by ourselves: stop, take the root volume off, attach one from the snapshot, start."""

from collections.abc import Callable

from core.patching.states import Step
from core.patching.workflow import Intent
from services.aws.changes.volumes import Volume
from workflows.patching.outcome import Next, Outcome
from workflows.patching.steps.job import Job
from workflows.patching.steps.kept_volume import note_replaced

Done = Callable[[], bool]


def swap(job: Job) -> Outcome:
    """Each part once; the volume that was there is kept."""
    volumes, instance_id = job.hands.volumes, job.instance_id
    root = next(volume for volume in job.machine.volumes if volume.root)
    old = volumes.volume(root.volume_id)
    if "delete_with_machine" not in job.facts:
        job.ledger.learn(delete_with_machine="yes" if old.delete_on_termination else "no")
    _part(job, "stop", lambda: _state(job) == "stopped", lambda: volumes.stop(instance_id))
    new = _made(job, old)
    _part(
        job,
        "detach root",
        lambda: volumes.volume(root.volume_id).instance_id == "",
        lambda: volumes.detach(instance_id, root.volume_id),
    )
    _part(
        job,
        "attach root",
        lambda: (found := volumes.volume(new)).instance_id == instance_id and found.state == "attached",
        lambda: volumes.attach(instance_id, new, root.device),
    )
    wanted = job.facts["delete_with_machine"] == "yes"
    _part(
        job,
        "delete with machine",
        lambda: volumes.volume(new).delete_on_termination == wanted,
        lambda: volumes.delete_with_machine(instance_id, root.device, wanted=wanted),
    )
    _part(job, "start", lambda: _state(job) == "running", lambda: volumes.start(instance_id))
    return Next(Step.VERIFY_ROLLBACK, note_replaced(job))


def _part(job: Job, name: str, is_done: Done, act: Callable[[], None]) -> None:
    """One part: asked for once, and waited for. One that was over stays so: a later part may undo what it looks at."""
    over = f"{name} is over"
    if over in job.facts or (name not in job.ledger.run.intents and is_done()):
        return

    def ask(_: str) -> dict[str, str]:
        act()
        return {}

    job.once(name, lambda _: {} if is_done() else None, ask)
    if not is_done():
        raise job.later(f"The part “{name}” of the way back is under way.")
    job.ledger.learn(**{over: "yes"})


def _made(job: Job, old: Volume) -> str:
    volumes, snapshot = job.hands.volumes, job.facts["root_snapshot"]
    zone = job.machine.availability_zone

    def make(mark: str) -> dict[str, str]:
        return {"volume": volumes.create(job.instance_id, snapshot, zone, old, mark)}

    def found(intent: Intent) -> dict[str, str] | None:
        volume = volumes.marked(intent.mark)
        return {"volume": volume} if volume else None

    made = job.once("volume", found, make)["volume"]
    if volumes.volume(made).state == "creating":
        raise job.later("The volume for the way back is being made.")
    return made


def _state(job: Job) -> str:
    found = job.hands.eyes.ec2.instances([job.instance_id]).instances
    return found[0].state if found else ""
