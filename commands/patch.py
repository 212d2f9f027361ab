"""/sre-patch: ask for a patch; people approve it before anything is changed."""

from blocks.patch import order_card, order_table
from commands.context import Context
from commands.params.machines import InstanceIds
from commands.params.patching import DryRun, PatchScope, Rollback
from commands.spec import command
from core.actor import Effect
from core.answers.patch import PatchOrder
from workflows.patching.orders import Order


@command(card=order_card, table=order_table, effect=Effect.WRITE)
def execute_automated_patching(
    ctx: Context,
    instance_ids: InstanceIds,
    patch_level: PatchScope = "non_critical",
    rollback_enabled: Rollback = True,  # noqa: FBT002  MCP clients name it, and so may a caller
    dry_run: DryRun = False,  # noqa: FBT002  the same
) -> PatchOrder:
    """Ask for a patch of instances: it is planned, approved by people, and only then carried out.

    Raises:
        NotAllowed: there is no role for changes, or the caller may not ask for any.
        NotFound: none of the instances exists in this account and region.
        BadRequest: the plan could never be approved.
        Upstream: AWS, Slack or the state does not answer.
    """
    order = Order(instance_ids, patch_level, rollback_enabled, dry_run)
    return ctx.orders.take(ctx.actor, order, ctx.progress)
