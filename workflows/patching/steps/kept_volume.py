"""The root volume that a way back has replaced: kept for as long as the backup, and found again by its tags."""

from datetime import datetime, timedelta

from core.errors import Cause, Upstream
from workflows.patching.steps.job import Job

KEPT, UNTIL, UNTAGGED = "kept_volume", "kept_until", "kept_volume_untagged"
"""Facts: its id; until when it is kept; and why it could not be tagged, so that people have to remove it."""
_EFFECT = "tag kept volume"
_FOR_PEOPLE = frozenset({Cause.DENIED, Cause.REFUSED})


def note_replaced(job: Job) -> dict[str, str]:
    """The fact that names it."""
    return {KEPT: next(volume.volume_id for volume in job.machine.volumes if volume.root)}


def keep(job: Job) -> None:
    """Tag it, once the machine serves again; that it cannot be tagged holds up nothing.

    Raises:
        Halt: whether it is tagged cannot be told yet.
    """
    volume_id = job.facts.get(KEPT, "")
    if not volume_id or UNTAGGED in job.facts:
        return
    volumes, workflow_id = job.hands.volumes, job.workflow.workflow_id
    if UNTIL not in job.facts:
        job.ledger.learn(**{UNTIL: (job.ledger.now + timedelta(days=job.plan.backup_keep_days)).isoformat()})
    expires = datetime.fromisoformat(job.facts[UNTIL])

    def tagged(_: object) -> dict[str, str] | None:
        return {} if volumes.kept_for(volume_id) == workflow_id else None

    def tag(_: str) -> dict[str, str]:
        volumes.keep(job.instance_id, volume_id, workflow_id, expires)
        return {}

    try:
        job.once(_EFFECT, tagged, tag)
    except Upstream as error:
        if error.cause not in _FOR_PEOPLE:
            raise
        job.ledger.learn(**{UNTAGGED: error.sentence})
