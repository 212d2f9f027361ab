"""The approved packages are installed, and nothing else; the machine does not restart by that."""

from core.patching.inspection import Inspection, changed
from core.patching.plan import Reboot
from core.patching.states import Step
from workflows.patching.outcome import Failed, Next, Outcome, Unsure
from workflows.patching.steps.checks import agent, none_of
from workflows.patching.steps.job import PATCH, Job, versions_of

EFFECT = "install"
_PENDING = "InstalledPendingReboot"


def install(job: Job) -> Outcome:
    """By the patching document with a list of exactly these packages."""
    before = job.inspected("facts before install")
    job.ledger.learn(
        transaction_before=str(before.last_transaction_id or ""), boot_id=before.boot_id, versions=versions_of(before)
    )
    if EFFECT not in job.ledger.run.intents:
        none_of(job, agent(job), untouched=True)
    url = _listed(job)
    invocation = job.ran(EFFECT, PATCH, {**job.baseline("Install"), "InstallOverrideList": [url]})
    if not invocation.began:
        return Failed(f"Nothing was installed: {invocation.sentence}.", untouched=True)
    if invocation.details in {"DeliveryTimedOut", "ExecutionTimedOut", "Cancelled"}:
        return Unsure(f"Nobody can tell what was installed: {invocation.sentence}.")
    after = job.inspected("facts after install")
    job.ledger.learn(transaction_after=str(after.last_transaction_id or ""))
    if not invocation.well:
        return Failed(f"The installation failed: {invocation.sentence}.", untouched=_same(job, before, after))
    return _on(job)


def _on(job: Job) -> Outcome:
    pending = [each for each in job.overrides if job.hands.watch.unsettled(job.instance_id).get(each) == _PENDING]
    if not pending:
        return Next(Step.VERIFY)
    if job.plan.reboot is Reboot.NEVER:
        return Unsure(f"{', '.join(pending)} need a restart, which the plan does not allow.")
    return Next(Step.REBOOT, {"rebooted": "yes"})


def _same(job: Job, before: Inspection, after: Inspection) -> bool:
    """Whether nothing is different from before."""
    return before.last_transaction_id == after.last_transaction_id and not changed(job.versions_before(), after)


def _listed(job: Job) -> str:
    lists, run_id = job.hands.lists, job.workflow.workflow_id

    def found(_: object) -> dict[str, str] | None:
        url = lists.find(job.instance_id, run_id, job.overrides)
        return {"url": url} if url else None

    def put(_: str) -> dict[str, str]:
        return {"url": lists.put(job.instance_id, run_id, job.overrides)}

    return job.once("override list", found, put)["url"]
