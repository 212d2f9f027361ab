"""The month of the figures about cost."""

from datetime import UTC, datetime, timedelta

from evals.alert_cost import Month, Stub, alerts, hit_rate
from workflows.explaining.reasoning import Worded

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)


def test_the_month_is_the_same_each_time_in_order_and_as_long_as_it_says() -> None:
    month = alerts(200, ["i-1", "i-2"], BEGIN, seed=7)
    assert month == alerts(200, ["i-1", "i-2"], BEGIN, seed=7)
    times = [at for at, _ in month]
    assert times == sorted(times)
    assert BEGIN <= times[0] <= times[-1] < BEGIN + timedelta(days=31)
    assert len(month) == 200
    assert 20 < len({alert["fingerprint"] for _, alert in month}) < 150


def test_what_was_said_before_counts_against_what_was_asked() -> None:
    month = Month(said=[Worded(None, "m", 0.1), Worded(None, "m", 0, kept=True), Worded(None)])  # type: ignore[arg-type]
    assert hit_rate(month, Stub(literal=False, asked=1)) == 0.5


def test_metrics_and_questions_to_logs_are_paid_and_other_calls_are_not() -> None:
    month = Month()
    month.note_calls([{"operation": "ec2:DescribeInstances", "parameters": {}}])
    assert month.usd_aws == 0
    asked = {"operation": "cloudwatch:GetMetricData", "parameters": {"MetricDataQueries": [{}] * 999}}
    month.note_calls([asked, {"operation": "logs:StartQuery", "parameters": {}}])
    assert round(month.usd_aws, 6) == 0.0125
