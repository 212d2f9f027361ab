"""`sre-agent patch stop`: ask in Slack for a running patch to be stopped; the button of its card stops it."""

from blocks.patch_stop import stop_card, stop_table
from commands.context import Context
from commands.params.patching import DryRun, RunningPatch, StopReason
from commands.spec import command
from core.actor import Effect
from core.answers.patch_stop import PatchStop


@command(card=stop_card, table=stop_table, effect=Effect.WRITE)
def request_patch_stop(
    ctx: Context,
    workflow_id: RunningPatch,
    reason: StopReason = "",
    dry_run: DryRun = False,  # noqa: FBT002  MCP clients name it, and so may a caller
) -> PatchStop:
    """Ask in Slack for a running patch to be stopped, or tell what that would leave undone.

    Raises:
        NotAllowed: the caller may not ask for changes.
        NotFound: there is no such patch.
        BadRequest: it does not run, or is being stopped already.
        Upstream: Slack, AWS or the state does not answer.
    """
    return ctx.stop_requests.ask(ctx.actor, workflow_id, reason, dry_run=dry_run)
