"""Patches shown again to whoever asks: one as its card tells it, or those that wait for approval."""

from blocks.patch_card_head import plain_head
from core.answers.approval import PatchApproval, WaitingPatch
from core.patching.states import State
from services.store import Store
from workflows.patching.links import Links
from workflows.patching.records import Patch, Records

MOST = 50


class Showing:
    """Reads patches; changes nothing."""

    def __init__(self, store: Store, links: Links) -> None:
        self._records = Records(store)
        self._links = links

    def show(self, workflow_id: str) -> PatchApproval:
        """One patch; without an id the only one that waits, or the list of all that do.

        Raises:
            NotFound: there is no such patch.
            Upstream: the store does not answer, or holds what this version does not know.
        """
        if workflow_id:
            return self._one(self._records.patch(workflow_id))
        waiting = list(self._records.patches(State.WAITING))
        if len(waiting) == 1:
            return self._one(waiting[0])
        told = f"{len(waiting)} patches wait for approval." if waiting else "No patch waits for approval."
        lines = tuple(map(self._line, waiting[:MOST]))
        return PatchApproval(shown=None, waiting=lines, url="", summary=told)

    def _one(self, patch: Patch) -> PatchApproval:
        standing = self._records.standing(patch)
        url = self._links.link(patch.workflow.workflow_id)
        return PatchApproval(shown=standing, waiting=(), url=url, summary=plain_head(standing))

    def _line(self, patch: Patch) -> WaitingPatch:
        workflow = patch.workflow
        return WaitingPatch(
            workflow_id=workflow.workflow_id,
            summary=plain_head(self._records.standing(patch)),
            approve_by=workflow.approve_by,
            url=self._links.link(workflow.workflow_id),
        )
