"""The machine restarts: that it did is told by its boot id alone."""

from core.patching.inspection import Inspection
from core.patching.states import Step
from workflows.patching.outcome import Next, Outcome
from workflows.patching.steps.job import FACTS, Job

EFFECT = "reboot"
# A machine that does not shut down by itself is made to after four minutes:
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RebootInstances.html
_PATIENCE = 5


def reboot(job: Job) -> Outcome:
    """Asked for once; then looked at until another boot id is told."""

    def ask(_: str) -> dict[str, str]:
        job.hands.reboots.reboot(job.instance_id)
        return {}

    job.once(EFFECT, lambda _: {} if booted(job, "reboot") else None, ask, patience=_PATIENCE)
    inspection = booted(job, "reboot")
    if inspection is None:
        raise job.later("It has not come back from its restart yet.")
    return Next(Step.VERIFY, {"boot_id": inspection.boot_id, "kernel": inspection.kernel})


def booted(job: Job, why: str) -> Inspection | None:
    """What it says after another boot; None while it still says what it said before.

    A look is a command of its own, as each tells of one moment only.

    Raises:
        Halt: the machine has not answered the last look.
    """
    counter = f"{why}_looks"
    number = int(job.facts.get(counter, "0"))
    invocation = job.ran(f"look after {why} {number}", job.own(FACTS), {"Packages": list(job.overrides)})
    inspection = Inspection.read(invocation.stdout) if invocation.well else None
    if inspection and inspection.boot_id != job.facts["boot_id"]:
        return inspection
    job.ledger.learn(**{counter: str(number + 1)})
    return None
