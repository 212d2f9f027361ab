"""/sre-instance: one page about one instance."""

from blocks.instance import instance_card, instance_table
from commands.context import Context
from commands.params.machines import InstanceId
from commands.spec import command
from core.answers.instance import InstancePage


@command(card=instance_card, table=instance_table)
def analyze_instance(ctx: Context, instance_id: InstanceId) -> InstancePage:
    """Show one EC2 instance on one page: how it is, what threatens it, and when it can be patched.

    Raises:
        NotFound: the instance does not exist in this account and region.
        Upstream: AWS did not say which account this is.
    """
    return ctx.instances.of(instance_id, ctx.progress)
