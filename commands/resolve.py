"""/sre-resolve: what can be done about findings, as a plan that people can approve."""

from functools import partial

from blocks.resolve import resolution_card, resolution_table
from commands.context import Context
from commands.params.machines import InstanceIds
from commands.params.patching import AutoApprove, Level
from commands.spec import command
from core.actor import Effect
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
        NotAllowed: a rule was to approve it, and the caller may not ask for changes.
        NotFound: none of the instances exists in this account and region.
        Upstream: the findings or the machines could not be asked for, or the plan could not be stored.
    """
    if auto_approve:
        ctx.authorise(ctx.actor, Effect.WRITE)
    by_rule = partial(ctx.approval_requests.by_rule, ctx.actor) if auto_approve else None
    return ctx.proposals.resolution(instance_ids, criticality, ctx.actor.user_id, ctx.progress, by_rule)
