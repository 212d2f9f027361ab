"""/sre-drill: ask for the way back to be rehearsed on a machine that is not production."""

from blocks.rollback import rollback_card, rollback_table
from commands.context import Context
from commands.params.machines import InstanceId
from commands.params.patching import DryRun
from commands.spec import command
from core.actor import Effect
from core.answers.rollback import Rollback


@command(card=rollback_card, table=rollback_table, effect=Effect.DESTRUCTIVE)
def rehearse_rollback(
    ctx: Context,
    instance_id: InstanceId,
    dry_run: DryRun = False,  # noqa: FBT002  MCP clients name it, and so may a caller
) -> Rollback:
    """Ask for a drill: one instance that is not production is backed up, and brought back from that.

    Raises:
        NotAllowed: there is no role for changes, or the caller may not ask for any.
        NotFound: there is no such instance.
        BadRequest: it is production or cannot be brought back, or nobody could approve that.
        Upstream: AWS, Slack or the state does not answer.
    """
    return ctx.rollbacks.drill(ctx.actor, instance_id, ctx.progress, dry_run=dry_run)
