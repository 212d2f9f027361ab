"""Patches in a line each, for the digest and the Home tab."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from blocks.patch_card_head import head
from core.errors import AssistantError
from core.item import Item, Waiting
from core.patching.states import State
from services.store import Store
from workflows.patching.records import Patch, Records

_AHEAD = (State.APPROVED, State.SCHEDULED)


class Links(Protocol):
    """See `workflows.patching.links.Links`."""

    def link(self, workflow_id: str, *, patience_s: float = 0) -> str:
        """Where the card of a patch stands; "" where that is not known."""
        ...


class PatchItems:
    """Reads patches and tells each as its own card does."""

    def __init__(self, store: Store, links: Links) -> None:
        self.records = Records(store)
        self._links = links

    def told(self, patch: Patch) -> Item:
        """One patch; what another version wrote is named, and hides no other."""
        workflow_id = patch.workflow.workflow_id
        try:
            sentence = head(self.records.standing(patch))
        except AssistantError:
            sentence = f"Patch {workflow_id}: it cannot be read"
        return Item(sentence=sentence, url=self._links.link(workflow_id))

    def every(self, *states: State) -> Iterator[Item]:
        """All patches in some states."""
        return (self.told(patch) for state in states for patch in self.records.patches(state))

    def waiting(self, patch: Patch) -> Waiting:
        """One that waits for people."""
        told, workflow = self.told(patch), patch.workflow
        missing = max(1, workflow.quorum - len(workflow.counted))
        return Waiting(sentence=told.sentence, url=told.url, missing=missing, until=workflow.approve_by)

    def ahead(self, until: datetime) -> Iterator[Item]:
        """What is approved and begins by then."""
        for state in _AHEAD:
            for patch in self.records.patches(state):
                window = patch.workflow.window
                if window is None or window.start <= until:
                    yield self.told(patch)
