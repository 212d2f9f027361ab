"""Everything that must be true now is: what cannot be learnt is not verified."""

from collections.abc import Iterator
from itertools import chain

from core.patching.inspection import Inspection, behind
from core.patching.states import Step
from workflows.patching.outcome import Failed, Next, Outcome
from workflows.patching.steps.checks import Trouble, agent, alarms, health, none_of, status_checks
from workflows.patching.steps.job import PATCH, Job


def verify(job: Job) -> Outcome:
    """A scan after the change, versions, boot, checks, alarms and the team's own health command."""
    none_of(job, chain(agent(job), status_checks(job)))
    scan = job.ran("scan", PATCH, job.baseline("Scan"))
    if not scan.well:
        return Failed(f"The scan after the installation failed: {scan.sentence}.")
    inspection = job.inspected("facts to verify")
    none_of(job, chain(scanned(job), _inside(job, inspection), health(job, "health"), alarms(job, patient=True)))
    return Next(Step.UNDRAIN)


def scanned(job: Job) -> Iterator[Trouble]:
    """What Patch Manager found after the installation was asked for."""
    asked = job.ledger.run.intents["install"].done_at
    scan = job.hands.eyes.patches.scans([job.instance_id]).told.get(job.instance_id)
    if scan is None or asked is None or scan.operation != "Scan" or scan.ended <= asked:
        yield Trouble("Patch Manager has not told of the scan yet.", sure=False)
        return
    unsettled = job.hands.watch.unsettled(job.instance_id)
    for override in job.overrides:
        if override in unsettled:
            yield Trouble(f"The scan says that {override} is {unsettled[override]}.")


def _inside(job: Job, inspection: Inspection) -> Iterator[Trouble]:
    if inspection.boot_id != job.facts["boot_id"]:
        yield Trouble("It has restarted once more, which nobody asked for.")
    yield from map(Trouble, behind(inspection, job.machine.packages))
