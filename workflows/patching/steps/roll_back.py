"""The way back: the shortest that brings back everything, and none of them twice."""

from core.errors import Cause, Upstream
from core.patching.states import Step
from core.patching.undoing import PACKAGES, ROOT, shortest_way
from core.patching.workflow import Intent
from workflows.patching.outcome import Failed, Next, Outcome
from workflows.patching.steps.job import FOR_PEOPLE, UNDO, Job
from workflows.patching.steps.kept_volume import note_replaced
from workflows.patching.steps.reboot import booted
from workflows.patching.steps.swap import swap

NOTHING, SWAP = "nothing", "swapped volume"


def roll_back(job: Job) -> Outcome:
    """By the way that was chosen first; where a transaction cannot be undone, by the root volume."""
    if "way" not in job.facts:
        job.ledger.learn(way=chosen(job))
    if job.facts["way"] == PACKAGES:
        invocation = job.ran("undo", UNDO, {"TransactionId": [job.facts["transaction_after"]]})
        if invocation.well:
            return Next(Step.VERIFY_ROLLBACK)
        job.ledger.learn(way=ROOT, undo_failed=invocation.sentence)
    if job.facts["way"] == ROOT:
        return _root(job)
    if job.facts["way"] == SWAP:
        return swap(job)
    return Next(Step.VERIFY_ROLLBACK)


def chosen(job: Job) -> str:
    """The way: exactly the recorded transaction where that is safe, else the root volume as it was before."""
    if "install" not in job.ledger.run.intents:
        return NOTHING
    return shortest_way(job.facts, job.machine.packages)


def _root(job: Job) -> Outcome:
    snapshot = job.facts.get("root_snapshot", "")
    if not snapshot:
        return Failed("There is no snapshot of its root volume to go back to.")
    if why := job.facts.get(FOR_PEOPLE, ""):
        return Failed(why)
    roots = job.hands.roots

    def found(intent: Intent) -> dict[str, str] | None:
        task = roots.marked(intent.mark)
        return {"task": task.task_id} if task else None

    try:
        done = job.once("root volume", found, lambda mark: {"task": roots.replace(job.instance_id, snapshot, mark)})
    except Upstream as error:
        if error.cause is not Cause.REFUSED:
            raise
        job.ledger.learn(way=SWAP, root_refused=error.sentence)
        return swap(job)
    task = roots.marked(job.ledger.run.intents["root volume"].mark)
    if task is None or not task.over:
        raise job.later(f"Its root volume is being replaced ({task.state if task else done['task']}).")
    if task.state == "failed-detached":
        return Failed("The replacement of its root volume failed, and it has no root volume now: it cannot run.")
    if task.state != "succeeded":
        return Failed("The replacement of its root volume failed; it runs from the patched one again.")
    inspection = booted(job, "root volume")
    if inspection is None:
        raise job.later("It has not come back with its former root volume yet.")
    return Next(Step.VERIFY_ROLLBACK, {"boot_id": inspection.boot_id, **note_replaced(job)})
