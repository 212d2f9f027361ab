from collections.abc import Sequence
from datetime import timedelta
from threading import Event

import pytest

from core.answers.metrics import Metrics
from core.errors import BadRequest, NotFound
from core.progress import Silent
from tests.core.examples import NOW, StillClock, instance, instance_id
from tests.core.metrics.answers import change
from tests.workflows.fakes import Account, Said
from tests.workflows.measurements import CPU, DISK, MEMORY, NETWORK, Machine, measurements, steady

ONE = instance_id(1)


def account() -> Account:
    return Account(instances=(instance(1, launched=NOW - timedelta(days=90)),))


def machine() -> Machine:
    return Machine({CPU: steady(), MEMORY: steady(60), DISK: steady(30), NETWORK: steady(3e8)})


def answer(told: Machine, names: Sequence[str] = (), time_range: str = "24h", within: Account | None = None) -> Metrics:
    return measurements(within or account(), told, StillClock()).of(ONE, names, time_range, Silent())


def said(answer: Metrics) -> dict[str, str]:
    return {gap.what: gap.why for gap in answer.partial if not gap.by_choice}


def test_the_usual_metrics_are_read_with_two_weeks_of_history() -> None:
    told = machine()
    whole = answer(told)
    [(metrics, start, end, period_s)] = told.asked
    assert (len(metrics), period_s, end - start) == (4, 300, timedelta(days=16))
    assert whole.metrics_read == 4


def test_three_hours_are_read_by_the_minute_too_and_a_month_with_its_peaks() -> None:
    told = machine()
    answer(told, time_range="3h")
    assert [period_s for *_, period_s in told.asked] == [300, 60]
    told.asked.clear()
    answer(told, time_range="28d")
    assert [[each.statistic for each in metrics][:1] for metrics, *_ in told.asked] == [["Average"], ["Maximum"]]


def test_an_instance_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound, match="is not found in account"):
        answer(machine(), within=Account())


def test_an_arn_of_another_account_is_not_found() -> None:
    arn = f"arn:aws:ec2:us-west-2:999999999999:instance/{ONE}"
    with pytest.raises(NotFound, match="belongs to account 999999999999"):
        measurements(account(), machine(), StillClock()).of(arn, (), "24h", Silent())


def test_an_unknown_metric_is_a_bad_request() -> None:
    with pytest.raises(BadRequest, match="“qpu”"):
        answer(machine(), ("qpu",))


def test_without_a_list_of_metrics_those_of_ec2_are_read_and_the_rest_is_called_missing() -> None:
    told = machine()
    told.failing = {"listed"}
    whole = answer(told)
    assert [each.label for each in whole.metrics if each.now is not None] == ["CPU", "Network in"]
    assert "which metrics this machine has besides EC2's own" in said(whole)


def test_without_ec2_the_metrics_are_told_under_the_id() -> None:
    within = account()
    within.failing = {"instances"}
    whole = answer(machine(), within=within)
    assert whole.summary.startswith(f"{ONE}: nothing unusual")
    assert "the name, state and type of the instance" in said(whole)


def test_without_cloudtrail_the_metrics_stand() -> None:
    told = machine()
    told.failing = {"changes"}
    whole = answer(told)
    assert len(whole.metrics) == 4
    assert "what was done to the machine" in said(whole)


def test_a_metric_that_could_not_be_read_is_a_gap_and_the_others_stand() -> None:
    told = machine()
    told.unread = {"NetworkIn"}
    whole = answer(told)
    assert "Network in" not in [each.label for each in whole.metrics]
    assert "the values of NetworkIn" in said(whole)


def test_an_agent_that_fell_silent_is_told_and_not_drawn_as_zero() -> None:
    told = machine()
    told.curves[MEMORY] = lambda time: 60.0 if time < NOW.timestamp() - 2 * 86_400 else None
    whole = answer(told)
    assert said(whole)["Memory"].endswith("the CloudWatch agent may be off.")
    memory = next(each for each in whole.metrics if each.label == "Memory")
    assert (memory.now, set(memory.values)) == (None, {None})


def test_a_change_is_laid_beside_the_anomaly_that_follows_it() -> None:
    told = machine()
    told.curves[CPU] = lambda time: steady()(time) + (45 if time >= NOW.timestamp() - 1800 else 0)
    told.changes = (change(36),)
    assert answer(told).anomalies[0].after == "6 min after a deployment"


def test_the_same_question_is_answered_once_and_says_how_old_it_is() -> None:
    clock, told = StillClock(), machine()
    asked = measurements(account(), told, clock)
    asked.of(ONE, (), "24h", Silent())
    clock.advance(seconds=120)
    assert asked.of(ONE, (), "24h", Silent()).place.age_s == 120
    assert len(told.asked) == 1


def test_an_answer_with_a_hole_is_asked_for_again() -> None:
    told = machine()
    told.failing = {"changes"}
    asked = measurements(account(), told, StillClock())
    for _ in range(2):
        asked.of(ONE, (), "24h", Silent())
    assert len(told.asked) == 2


def test_an_endpoint_that_hangs_is_a_hole_when_the_time_is_up() -> None:
    within, let_go = account(), Event()
    within.before = {"instances": lambda: let_go.wait(10)}
    asked = measurements(within, machine(), StillClock(), deadline_s=0.2)
    try:
        assert said(asked.of(ONE, (), "24h", Silent()))["the name, state and type of the instance"].startswith(
            "AWS had not"
        )
    finally:
        let_go.set()


def test_progress_says_what_is_being_done() -> None:
    words = Said()
    measurements(account(), machine(), StillClock()).of(ONE, (), "24h", words)
    assert [what for what, *_ in words.words] == ["Asking which metrics there are", "Reading metrics", "Judging them"]
