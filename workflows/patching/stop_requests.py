"""Asks people in Slack to stop a running patch, for callers that have no card with a button before them."""

from dataclasses import dataclass

from blocks.patch_card_thread import brake_asked_line
from blocks.text import inert
from core.actor import Actor, Door
from core.answers.patch_stop import MachineFate, PatchStop
from core.errors import BadRequest
from core.patching.policy import Policy
from core.patching.rehearsal_stop import after_stop
from core.patching.standing import Standing
from core.patching.stopping import fates, not_to_stop, what_happens
from services.store import Audit, Changes, Store
from workflows.patching.announcing import Line, announced
from workflows.patching.callers import Callers
from workflows.patching.checks import Directory, check_requester
from workflows.patching.drawing import drawn
from workflows.patching.links import Links
from workflows.patching.records import Records

_VIA = {Door.CLI: "on the command line", Door.MCP: "over MCP"}


@dataclass(frozen=True, slots=True)
class StopRequests:
    """Asks; nothing is stopped here."""

    store: Store
    directory: Directory
    policy: Policy
    callers: Callers
    links: Links

    def ask(self, actor: Actor, workflow_id: str, reason: str, *, dry_run: bool) -> PatchStop:
        """Put the wish into the thread of the patch, before those who may stop it.

        Raises:
            NotAllowed: the caller may not ask for changes.
            NotFound: there is no such patch.
            BadRequest: it does not run, or is being stopped already.
            Upstream: Slack, AWS or the store does not answer.
        """
        records = Records(self.store)
        standing = records.standing(records.patch(workflow_id))
        if refused := not_to_stop(standing):
            raise BadRequest(refused.sentence, advice=f"`sre-agent approval show {workflow_id}` tells how it stands.")
        if not dry_run:
            self._asked(actor, standing, reason.strip())
        return self._told(standing, dry_run=dry_run)

    def _asked(self, actor: Actor, standing: Standing, reason: str) -> None:
        requester = self.callers.named(actor)
        check_requester(self.policy, self.directory, requester)
        via = _VIA.get(requester.door, "")
        said = brake_asked_line(standing.workflow, requester.user_id, via, reason)
        line = Line(f"brake asked:{requester.user_id}", said)
        detail = {"reason": reason, "permalink": self.links.link(standing.workflow.workflow_id)}
        told = {name: value for name, value in detail.items() if value}
        row = Audit(requester, "ask to stop patch", standing.workflow.workflow_id, told)
        plain = f"<@{requester.user_id}> asks for this patch to be stopped: {inert(reason, 300)}"
        puts = drawn(standing, lambda: announced(standing, (line,)), plain)
        self.store.commit(Changes(puts=puts, audits=(row,)))

    def _told(self, standing: Standing, *, dry_run: bool) -> PatchStop:
        workflow_id = standing.workflow.workflow_id
        said = "nobody was asked" if dry_run else "those who may stop it are asked in its thread"
        return PatchStop(
            workflow_id=workflow_id,
            stop_status="dry run" if dry_run else "asked",
            machines=tuple(MachineFate(name=name, fate=fate.value) for name, fate in fates(standing)),
            calls=after_stop(standing),
            card_url=self.links.link(workflow_id),
            summary=f"Stopping {workflow_id}: {said}. {what_happens(standing)}".rstrip(),
        )
