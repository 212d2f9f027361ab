"""Snapshots of all volumes at one moment, complete before anything is installed."""

import json
from collections.abc import Sequence
from datetime import timedelta

from core.patching.states import Step
from core.patching.workflow import Intent
from services.aws.changes.snapshots import Snapshot
from workflows.patching.outcome import Failed, Halt, Next, Outcome
from workflows.patching.steps.job import Job

EFFECT = "snapshots"


def backup(job: Job) -> Outcome:
    """One set, of which every member is as large and as encrypted as its volume."""
    snapshots = job.hands.snapshots
    expires = job.ledger.now + timedelta(days=job.plan.backup_keep_days)

    def found(intent: Intent) -> dict[str, str] | None:
        told = snapshots.marked(intent.mark)
        return {"snapshots": _ids([each.snapshot_id for each in told])} if told else None

    def take(mark: str) -> dict[str, str]:
        return {"snapshots": _ids(snapshots.take(job.instance_id, mark, job.workflow.workflow_id, expires))}

    job.once(EFFECT, found, take)
    told = snapshots.marked(job.ledger.run.intents[EFFECT].mark)
    _check(job, told)
    waiting = [each for each in told if each.state != "completed"]
    if waiting:
        raise job.later(f"{len(told) - len(waiting)} of {len(told)} snapshots are complete.")
    root = next(volume.volume_id for volume in job.machine.volumes if volume.root)
    by_volume = {each.volume_id: each.snapshot_id for each in told}
    return Next(Step.INSTALL, {"root_snapshot": by_volume[root], "snapshots": json.dumps(by_volume, sort_keys=True)})


def _check(job: Job, told: Sequence[Snapshot]) -> None:
    broken = [f"{each.snapshot_id} ({each.message or each.state})" for each in told if each.state == "error"]
    if broken:
        raise Halt(Failed(f"The backup failed: {', '.join(broken)}.", untouched=True))
    volumes = {volume.volume_id: volume for volume in job.machine.volumes}
    if len(told) < len(volumes):
        raise job.later("Not every snapshot of the set can be seen yet.")
    if sorted(each.volume_id for each in told) != sorted(volumes):
        raise Halt(Failed("The backup is not one snapshot of each volume.", untouched=True))
    for each in told:
        volume = volumes[each.volume_id]
        if (each.size_gib, each.encrypted) != (volume.size_gib, volume.encrypted):
            raise Halt(Failed(f"{each.snapshot_id} does not fit its volume {each.volume_id}.", untouched=True))


def _ids(ids: Sequence[str]) -> str:
    return ",".join(sorted(ids))
