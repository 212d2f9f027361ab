"""What looking at metrics costs."""

# https://aws.amazon.com/cloudwatch/pricing/: GetMetricData is charged per metric that is asked for, at the first
# request too.
USD_PER_METRIC = 0.01 / 1000
_MONTH_S = 30 * 86_400


def usd_a_month(series: int, every_s: float) -> float:
    """In US dollars, for looking at so many series again and again."""
    return series * _MONTH_S / every_s * USD_PER_METRIC
