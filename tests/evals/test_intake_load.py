"""The storm of the figures about intake."""

from evals.intake_load import busiest, storm


def test_the_storm_is_mostly_one_thing_then_many_with_one_critical_alert_in_between() -> None:
    alerts = storm(0.1)
    assert len(alerts) == 2_001
    hosts = [one.get("host") for one in alerts[:1_001]]
    assert hosts.count("host-0") >= 0.95 * 1_000
    assert len({one.get("host") for one in alerts[1_001:]}) == 1_000
    assert [one["severity"] for one in alerts].count("critical") == 1


def test_the_busiest_minute_counts() -> None:
    assert busiest([0, 1, 2, 100, 101], seconds=10) == 0.3
    assert busiest([]) == 0
