"""The way back is judged by the same measure as the way forward."""

from itertools import chain

from core.patching.inspection import changed
from core.patching.states import Step
from workflows.patching.outcome import Next, Outcome
from workflows.patching.steps.checks import Trouble, agent, health, none_of, status_checks
from workflows.patching.steps.job import Job


def verify_rollback(job: Job) -> Outcome:
    """It runs, answers, is healthy, and has the versions that it had before."""
    none_of(job, chain(agent(job), status_checks(job)))
    inspection = job.inspected("facts after rollback")
    none_of(job, map(Trouble, changed(job.versions_before(), inspection)))
    none_of(job, health(job, "health after rollback"))
    return Next(Step.RESTORE_TRAFFIC)
