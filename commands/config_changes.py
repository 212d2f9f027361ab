"""/sre-config-changes: what was changed in the account, from what to what, and how bad that is."""

from blocks.config_changes import config_card, config_pages, config_table
from commands.context import Context
from commands.params.machines import InstanceIds
from commands.params.security import TrailRange
from commands.spec import command
from core.answers.config_changes import ConfigChanges


@command(card=config_card, pages=config_pages, table=config_table)
def analyze_configuration_changes(
    ctx: Context, instance_ids: InstanceIds = (), time_range: TrailRange = "24h"
) -> ConfigChanges:
    """Judge what was changed in the account: before and after, by whom, and which controls are not met any more.

    Raises:
        NotFound: none of the instances exists in this account and region.
        Upstream: AWS did not say which account this is, or what belongs to the instances.
    """
    return ctx.security.configuration_changes(instance_ids, time_range, ctx.progress)
