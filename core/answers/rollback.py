"""A way back that was asked for, or rehearsed: what it goes back to, what is lost, how far it is, what was checked."""

from datetime import datetime
from typing import Literal

from core.answers.approval import ApprovalRequest
from core.gaps import Gap
from core.model import Model
from core.patching.rehearsal import PlannedCall
from core.patching.undoing import Check
from core.place import Place

Status = Literal[
    "dry run", "waiting for approval", "approved", "under way", "rolled back", "rehearsed", "needs a person"
]


class PackageBefore(Model):
    """A package and the version that it goes back to; `closed_by` is the least version that the patch installed."""

    name: str
    closed_by: str
    back_to: str
    findings: int


class RestoredState(Model):
    """What the machine goes back to. `rollback_id` is the patch that is taken back; empty: a drill.

    `way` is tried first: `packages` (exactly the recorded transaction) or `root volume`. `backed_up_at` and
    `kept_until` are None for a drill, which makes its own backup.
    """

    instance_id: str
    name: str
    rollback_id: str
    way: str
    root_snapshot: str
    backed_up_at: datetime | None
    kept_until: datetime | None
    packages: tuple[PackageBefore, ...]
    vulnerability_ids: tuple[str, ...]
    known_exploited: int
    lost: tuple[str, ...]


class Rollback(Model):
    """`rollback_status` says how far it is: nothing runs before people approved it on its own card.

    `calls` is every change to AWS that it may make, in order. `request` is None where nobody was asked. `ended` says
    in a sentence how it ended, "" before.
    """

    rollback_status: Status
    restored_state: RestoredState
    verification_results: tuple[Check, ...]
    request: ApprovalRequest | None
    calls: tuple[PlannedCall, ...]
    ended: str
    summary: str
    drill: bool
    partial: tuple[Gap, ...]
    place: Place
