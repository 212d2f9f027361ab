from datetime import timedelta

from core.gaps import Gap
from core.metrics.missing import missing_gaps
from tests.core.examples import NOW, instance
from tests.core.metrics.series import CPU, MEMORY, NETWORK, Curve, before_now, metric, restless, series, shown

OLD = instance(launched=NOW - timedelta(days=90))


def ended(minutes: float) -> Curve:
    return lambda time: 1.0 if time < before_now(minutes) else None


def gaps(*read: tuple[str, Curve], state: str = "running") -> tuple[Gap, ...]:
    named = {"cpu": CPU, "network": NETWORK, "memory": MEMORY, "own": metric("Queue", "Shop")}
    series_read = [series(curve, named[name]) for name, curve in read]
    return missing_gaps(series_read, shown(), OLD.model_copy(update={"state": state}))


def test_a_metric_with_a_value_in_the_range_is_not_missing() -> None:
    assert gaps(("cpu", restless()), ("network", ended(60))) == ()


def test_an_agent_that_fell_silent_is_named_with_since_when() -> None:
    [gap] = gaps(("cpu", restless()), ("memory", ended(3 * 24 * 60)))
    assert gap.what == "Memory"
    assert gap.why == "No datapoints since 17 Nov 02:05 UTC; the CloudWatch agent may be off."


def test_a_metric_that_never_came_says_so_without_a_date() -> None:
    [gap] = gaps(("own", lambda _: None))
    assert gap.why == "No datapoints in the time looked at; whatever publishes it may be off."


def test_a_stopped_instance_explains_itself_in_one_line() -> None:
    [gap] = gaps(("cpu", ended(3000)), ("network", ended(3000)), state="stopped")
    assert gap.what == "CPU, Network in"
    assert gap.why.endswith(": the instance is stopped.")


def test_an_instance_that_is_only_starting_is_given_time() -> None:
    [gap] = gaps(("cpu", lambda _: None), state="pending")
    assert gap.advice == "Ask again in ten minutes."


def test_a_machine_launched_an_hour_ago_has_no_usual() -> None:
    young = instance(launched=NOW - timedelta(hours=1))
    [gap] = missing_gaps([series(ended(0))], shown(), young)
    assert (gap.what, gap.by_choice) == ("what is usual for this machine", True)
    assert gap.why == "The instance was launched 20 Nov 01:10 UTC."
