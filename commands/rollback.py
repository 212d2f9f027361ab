"""/sre-rollback: ask for a machine to be taken back to before a patch; people approve that on a card of its own."""

from blocks.rollback import rollback_card, rollback_table
from commands.context import Context
from commands.params.machines import InstanceId
from commands.params.patching import DryRun, RollbackId
from commands.spec import command
from core.actor import Effect
from core.answers.rollback import Rollback


@command(card=rollback_card, table=rollback_table, effect=Effect.DESTRUCTIVE)
def rollback_changes(
    ctx: Context,
    instance_id: InstanceId,
    rollback_id: RollbackId = "",
    dry_run: DryRun = False,  # noqa: FBT002  MCP clients name it, and so may a caller
) -> Rollback:
    """Ask for an instance to be taken back to before its last patch, or tell how far that is.

    Raises:
        NotAllowed: there is no role for changes, or the caller may not ask for any.
        NotFound: there is no such instance or patch.
        BadRequest: it cannot be rolled back, or nobody could approve that.
        Upstream: AWS, Slack or the state does not answer.
    """
    return ctx.rollbacks.roll_back(ctx.actor, instance_id, rollback_id, ctx.progress, dry_run=dry_run)
