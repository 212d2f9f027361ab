"""The approved packages are installed, and nothing else; the machine does not restart by that."""

from datetime import timedelta

from core.errors import Cause, Upstream
from core.patching.inspection import Inspection, changed
from core.patching.plan import Reboot
from core.patching.states import Step
from core.patching.stopping import INSTALLATION
from workflows.patching.outcome import Failed, Next, Outcome, Unsure
from workflows.patching.steps.checks import agent, none_of
from workflows.patching.steps.job import PATCH, Job, versions_of

EFFECT = INSTALLATION
_PENDING = "InstalledPendingReboot"
_UNDELIVERED = frozenset({"Pending", "Delayed"})
_CALLED_BACK = "call back install"


def install(job: Job) -> Outcome:
    """By the patching document with a list of exactly these packages."""
    before = job.inspected("facts before install")
    job.ledger.learn(
        transaction_before=str(before.last_transaction_id or ""), boot_id=before.boot_id, versions=versions_of(before)
    )
    if EFFECT not in job.ledger.run.intents:
        none_of(job, agent(job), untouched=True)
    url = _listed(job)
    _call_back(job)
    invocation = job.ran(EFFECT, PATCH, {**job.baseline("Install"), "InstallOverrideList": [url]})
    if not invocation.began:
        return Failed(f"Nothing was installed: {invocation.sentence}.", untouched=True)
    if invocation.details in {"DeliveryTimedOut", "ExecutionTimedOut", "Cancelled"}:
        return Unsure(f"Nobody can tell what was installed: {invocation.sentence}.")
    after = job.inspected("facts after install", untouched=False)
    job.ledger.learn(transaction_after=str(after.last_transaction_id or ""))
    if not invocation.well:
        return Failed(f"The installation failed: {invocation.sentence}.", untouched=_same(job, before, after))
    return _on(job)


def _call_back(job: Job) -> None:
    """Once people have stopped the patch: take back an installation that its machine has not begun for a while.

    One that was delivered begins within seconds, and is left to its end.
    """
    asked = job.ledger.run.intents.get(EFFECT)
    if job.workflow.stop is None or asked is None or asked.done_at is None:
        return
    commands, command_id = job.hands.commands, asked.result["command_id"]
    settled = timedelta(seconds=job.timing.settle_s)

    def waits() -> bool:
        found = commands.invocation(command_id, job.instance_id)
        return found is None or (found.details in _UNDELIVERED and not found.started)

    def back(_: str) -> dict[str, str]:
        commands.call_back(job.instance_id, command_id)
        return {}

    if _CALLED_BACK not in job.ledger.run.intents and (not waits() or job.ledger.now < asked.asked_at + settled):
        return
    try:
        job.once(_CALLED_BACK, lambda _: None if waits() else {}, back)
    except Upstream as error:
        if error.cause is not Cause.DENIED:
            raise
        # Without that permission it is delivered, or lapses by itself.
        return
    called = job.ledger.run.intents[_CALLED_BACK].done_at
    if called and job.ledger.now < called + settled:
        raise job.later("The installation was called back, as the machine had not begun it.")


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
