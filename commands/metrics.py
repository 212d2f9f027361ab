"""/sre-metrics: how one instance behaves."""

from blocks.charts.metrics import metrics_charts
from blocks.metrics import metrics_card, metrics_table
from commands.context import Context
from commands.params.machines import InstanceId
from commands.params.measures import MetricNames, TimeRange
from commands.spec import command
from core.answers.metrics import Metrics


@command(card=metrics_card, table=metrics_table, files=metrics_charts)
def get_ec2_cloudwatch_metrics(
    ctx: Context, instance_id: InstanceId, metric_names: MetricNames = (), time_range: TimeRange = "24h"
) -> Metrics:
    """Show how one EC2 instance behaves: its metrics, what is unusual in them, and where they are going.

    Raises:
        NotFound: the instance does not exist in this account and region.
        BadRequest: a name means no metric of this instance.
        Upstream: AWS did not say which account this is.
    """
    return ctx.metrics.of(instance_id, metric_names, time_range, ctx.progress)
