from datetime import UTC, datetime

from moto.cloudwatch.models import MetricDatum

from sandbox.aws.cloudwatch.stored import told_at


def test_a_naive_time_is_utc() -> None:
    aware = datetime(2026, 11, 20, tzinfo=UTC)
    naive = MetricDatum("Shop", "Waiting", 1.0, [], aware.replace(tzinfo=None))
    assert told_at(naive) == told_at(MetricDatum("Shop", "Waiting", 1.0, [], aware)) == aware.timestamp()
