"""/sre-patch-window: when one instance is least needed."""

from blocks.charts.patch_window import windows_charts
from blocks.patch_window import windows_card, windows_table
from commands.context import Context
from commands.params.machines import InstanceId
from commands.params.measures import DaysAhead
from commands.spec import command
from core.answers.patch_window import PatchWindow


@command(card=windows_card, table=windows_table, files=windows_charts)
def analyze_optimal_patch_window(ctx: Context, instance_id: InstanceId, days_ahead: DaysAhead = 7) -> PatchWindow:
    """Find the hours in which patching one EC2 instance disturbs least, from four weeks of load.

    Raises:
        NotFound: the instance does not exist in this account and region.
        Upstream: AWS does not say which account this is.
    """
    return ctx.patch_windows.windows(instance_id, days_ahead, ctx.progress)
