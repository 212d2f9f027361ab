"""What a wish to stop a running patch led to."""

from typing import Literal

from core.model import Model
from core.patching.rehearsal import PlannedCall


class MachineFate(Model):
    """One machine, and what becomes of it when the patch is stopped now."""

    name: str
    fate: str


class PatchStop(Model):
    """`stop_status` says whether people were asked: only the button of the card stops a patch.

    `calls` is everything that is still done once it is stopped, in order; `card_url` is "" while Slack has not told it.
    """

    workflow_id: str
    stop_status: Literal["asked", "dry run"]
    machines: tuple[MachineFate, ...]
    calls: tuple[PlannedCall, ...]
    card_url: str
    summary: str
