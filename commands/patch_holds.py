"""/sre-patch-holds: packages that no plan takes to a machine, because they were rolled back there."""

from blocks.patch_holds import holds_card, holds_table
from commands.context import Context
from commands.params.machines import InstanceIds
from commands.spec import command
from core.answers.patch_holds import PatchHolds


@command(card=holds_card, table=holds_table)
def list_patch_holds(ctx: Context, instance_ids: InstanceIds = ()) -> PatchHolds:
    """Show which packages are held on which instances after a rollback; only people in Slack lift that.

    Raises:
        Upstream: the state cannot be read.
    """
    return ctx.holds.show(instance_ids)
