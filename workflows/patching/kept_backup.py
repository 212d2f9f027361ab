"""Whether the backup of a patch is still one to go back to."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from core.patching.plan import PlannedVolume, Undoing
from services.aws.changes.snapshots import Snapshot

# The way back may take its time, and nothing of the backup may be removed under it.
_RESERVE = timedelta(hours=1)


def lacking(undoing: Undoing, volumes: Sequence[PlannedVolume], told: Sequence[Snapshot], now: datetime) -> str:
    """Why it is not, in a sentence; empty where all snapshots are there, complete, and of the root volume of now.

    Snapshots of a root volume that was replaced since may be of another lineage, which EC2 refuses:
    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/replace-root.html

    Args:
        undoing: What is to be gone back to.
        volumes: The volumes of the machine now.
        told: The snapshots with its mark that EC2 knows.
        now: When it is looked at.
    """
    taken: dict[str, str] = json.loads(undoing.facts.get("snapshots", "{}"))
    found = {each.snapshot_id: each for each in told}
    gone = sorted(set(taken.values()) - found.keys())
    broken = sorted(name for name in set(taken.values()) & found.keys() if found[name].state != "completed")
    if not taken or not undoing.facts.get("root_snapshot"):
        return "It was never backed up, so there is nothing to go back to."
    if undoing.kept_until is None or undoing.kept_until < now + _RESERVE:
        return f"Its backup {'is kept no longer' if _over(undoing, now) else 'is removed within the hour'}."
    if gone:
        return f"Its backup is not whole any more: {', '.join(gone)} cannot be found."
    if broken:
        return f"Its backup is not whole: {', '.join(broken)} is not complete."
    root = next((volume.volume_id for volume in volumes if volume.root), "")
    if taken.get(root) != undoing.facts["root_snapshot"]:
        return "Its root volume has been replaced since, so the backup is of another one."
    return ""


def _over(undoing: Undoing, now: datetime) -> bool:
    return undoing.kept_until is None or undoing.kept_until <= now
