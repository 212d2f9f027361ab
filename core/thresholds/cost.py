"""What looking at metrics costs."""

# https://aws.amazon.com/cloudwatch/pricing/: GetMetricData is charged per metric that is asked for, at the first
# request too.
USD_PER_METRIC = 0.01 / 1000
_LOOKS_A_MONTH = 12 * 24 * 30


def usd_a_month(series: int) -> float:
    """In US dollars, for looking at so many series every five minutes."""
    return series * _LOOKS_A_MONTH * USD_PER_METRIC
