"""Before a way back on demand: the machine can be brought back, to a backup that is whole; it need not be well."""

from collections.abc import Iterator
from itertools import chain

from core.patching.inspection import changed
from core.patching.plan import Undoing
from core.patching.states import Step
from workflows.patching.kept_backup import lacking
from workflows.patching.outcome import Next, Outcome
from workflows.patching.steps.checks import Trouble, agent, none_of
from workflows.patching.steps.job import FOR_PEOPLE, Job
from workflows.patching.steps.precheck import calendars, machine, nobody_else, precheck


def precheck_of(job: Job) -> Outcome:
    """By what the plan is for. A drill is begun on a machine that is as well as one that is patched."""
    undoes = job.plan.undoes
    return precheck(job) if undoes is None or job.plan.drill else _before_rollback(job, undoes)


def _before_rollback(job: Job, undoes: Undoing) -> Outcome:
    """Alarms, status checks and the machines beside it do not stop it: that they are bad may be why people want it."""
    none_of(
        job, chain(machine(job), agent(job), nobody_else(job), calendars(job), _backup(job, undoes)), untouched=True
    )
    inspection = job.inspected("facts before")
    if why := inspection.for_people_only:
        none_of(job, [Trouble(why)], untouched=True)
    if not changed(job.versions_before(), inspection):
        none_of(job, [Trouble("It has the versions from before the patch already.")], untouched=True)
    facts = {"boot_id": inspection.boot_id, "kernel": inspection.kernel, FOR_PEOPLE: inspection.for_people_only}
    return Next(Step.DRAIN, facts)


def _backup(job: Job, undoes: Undoing) -> Iterator[Trouble]:
    """Whether the backup is still what it was when people approved."""
    told = job.hands.snapshots.marked(undoes.mark)
    if sentence := lacking(undoes, job.machine.volumes, told, job.ledger.now):
        yield Trouble(sentence)
