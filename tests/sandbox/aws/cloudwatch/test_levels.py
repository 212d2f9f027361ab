import numpy as np
import pytest

from sandbox.aws.cloudwatch import levels
from sandbox.aws.seed.metrics import metrics
from tests.sandbox.aws.cloudwatch.machines import DAY, HOUR, NOW, event, machine

MONTH = np.arange(NOW - 28 * DAY, NOW, 300)


@pytest.mark.parametrize("role", metrics().role)
def test_percentages_stay_percentages(role: str) -> None:
    for level in (levels.cpu, levels.memory, levels.root_disk, levels.data_disk):
        found = level(machine(role), MONTH)
        assert found.min() >= 0
        assert found.max() <= 100


def test_cpu_has_days_and_weeks() -> None:
    hourly = levels.cpu(machine("web"), MONTH).reshape(-1, 12).mean(axis=1)
    day = np.corrcoef(hourly[24:], hourly[:-24])[0, 1]
    week, half_day = np.corrcoef(hourly[168:], hourly[:-168])[0, 1], np.corrcoef(hourly[12:], hourly[:-12])[0, 1]
    assert week > day > 0.6
    assert half_day < 0


def test_cpu_is_skewed_upwards() -> None:
    hours = levels.cpu(machine("bastion"), MONTH).reshape(-1, 12)
    off = (hours - np.median(hours, axis=1, keepdims=True)).ravel()
    assert (off**3).mean() > 0


def test_a_deployment_shifts_cpu_from_its_moment_on() -> None:
    shift = event("api-2", "cpu")
    calm, told = (levels.cpu(machine("api", events=each), MONTH) for each in ((), (shift,)))
    assert (calm == told)[shift.begin > MONTH].all()
    assert np.median((told - calm)[shift.begin <= MONTH]) == pytest.approx(24)


def test_a_spike_ends() -> None:
    spike = event("web-2", "cpu")
    told = levels.cpu(machine(events=[spike]), MONTH) - levels.cpu(machine(), MONTH)
    assert np.count_nonzero(told) == 5
    assert told.max() > 50


def test_a_leak_climbs_day_by_day() -> None:
    found = levels.memory(machine("api", events=[event("api-1", "memory")]), MONTH[-10 * 288 :])
    assert np.polyfit(np.arange(found.size) / 288, found, 1)[0] == pytest.approx(3.9, abs=0.8)
    assert 80 < found[-1] < 97.5


def test_the_disk_is_at_91_percent_and_full_in_five_days() -> None:
    database = machine("database", events=[event("db-1", "data_disk")])
    now, full = levels.data_disk(database, np.array([NOW, NOW + 5 * DAY + HOUR]))
    assert now == pytest.approx(91, abs=0.5)
    assert full == pytest.approx(100, abs=0.3)


def test_credits_run_out_while_cpu_stays_above_the_baseline() -> None:
    events = [event("web-3", "cpu"), event("web-3", "credits")]
    burst = machine("web", kind="t3.medium", events=events)
    assert levels.credit_balance(burst, MONTH)[-1] < 60
    assert levels.credit_balance(burst, MONTH)[0] > 450
    assert levels.cpu(burst, MONTH[-2 * 288 :]).mean() > 20


def test_the_instance_check_fails_for_twenty_minutes() -> None:
    assert levels.instance_check(machine("legacy", events=[event("legacy-1", "instance_check")]), MONTH).sum() == 4
