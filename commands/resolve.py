"""/sre-resolve: what can be done about findings, as a plan that people can approve."""

from blocks.resolve import resolution_card, resolution_table
from commands.context import Context
from commands.params import AutoApprove, InstanceIds, Level
from commands.spec import command
from core.answers.resolution import Resolution


@command(card=resolution_card, table=resolution_table)
def resolve_vulnerabilities_by_criticality(
    ctx: Context,
    instance_ids: InstanceIds = (),
    criticality: Level = "all",
    auto_approve: AutoApprove = False,  # noqa: FBT002  MCP clients name it, and so may a caller
) -> Resolution:
    """Plan how to close findings: what can be installed, what people have to do, and what cannot be done yet.

    Raises:
        NotFound: none of the instances exists in this account and region.
        Upstream: the findings or the machines could not be asked for, or the plan could not be stored.
    """
    return ctx.proposals.resolution(
        instance_ids, criticality, ctx.actor.user_id, ctx.progress, auto_approve=auto_approve
    )
