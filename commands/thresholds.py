"""/sre-thresholds: what the team's limits would have said of the past."""

from blocks.thresholds import trial_card, trial_table
from commands.context import Context
from commands.params.measures import TimeRange
from commands.spec import command
from core.answers.thresholds import ThresholdTrial


@command(card=trial_card, table=trial_table)
def try_thresholds(ctx: Context, time_range: TimeRange = "7d") -> ThresholdTrial:
    """Try the limits of the settings on the past: what they would have said, how often, and what they cost.

    Raises:
        BadRequest: there are no limits, or too much would have to be read.
        Upstream: the instances could not be asked for.
    """
    return ctx.thresholds.over(time_range)
