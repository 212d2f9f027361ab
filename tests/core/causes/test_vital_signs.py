from datetime import timedelta

import numpy as np

from core.causes.subject import Subject
from core.causes.vital_signs import read_vital
from core.causes.vitals import Vital, metric_of, vitals_of
from core.series import Series
from tests.core.causes.knowledge import ONSET

PERIOD_S = 300
CPU = next(each for each in vitals_of(Subject(instance_id="i-1"), {}) if each.name == "CPUUtilization")
CREDITS = next(each for each in vitals_of(Subject(instance_id="i-1"), {}) if each.name == "CPUCreditBalance")
CONNECTIONS = next(each for each in vitals_of(Subject(db="orders"), {}) if each.name == "DatabaseConnections")
DISK = next(each for each in vitals_of(Subject(instance_id="i-1"), {}) if each.name == "disk_used_percent")


def _series(vital: Vital, values: "list[float | None] | np.ndarray[tuple[int], np.dtype[np.float64]]") -> Series:
    last = ONSET.timestamp() + PERIOD_S
    times = [last - PERIOD_S * (len(values) - 1 - place) for place in range(len(values))]
    told = tuple(None if value is None else float(value) for value in values)
    return Series(metric=metric_of(vital), period_s=PERIOD_S, times=tuple(times), values=told)


def _noisy(level: float, count: int, spread: float = 1.0) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return level + spread * np.random.default_rng(3).normal(size=count)


def _read(vital: Vital, values: object) -> dict[str, object]:
    read = read_vital(vital, _series(vital, values), ONSET, "web-1")  # type: ignore[arg-type]
    return {each.kind: each for each in read.evidence}


def test_a_leap_over_the_limit_is_told_with_both_levels_and_its_time() -> None:
    values = np.concatenate([_noisy(20, 60), _noisy(95, 4)])
    found = read_vital(CPU, _series(CPU, values), ONSET, "web-1").evidence[0]
    assert found.kind == "cpu_high"
    assert found.values["cpu_before"].startswith(("19", "20"))
    assert found.first_seen is not None
    assert abs(found.first_seen - (ONSET - timedelta(minutes=10))) <= timedelta(minutes=10)
    assert "went from" in found.said


def test_below_the_limit_it_speaks_against() -> None:
    assert set(_read(CPU, _noisy(20, 60))) == {"cpu_normal"}


def test_low_is_bad_where_low_is_the_limit() -> None:
    assert set(_read(CREDITS, np.concatenate([np.linspace(120, 0, 60), np.zeros(4)]))) == {"credits_gone"}
    assert set(_read(CREDITS, np.full(60, 140.0))) == {"credits_fine"}


def test_a_rise_by_half_is_evidence_whatever_the_height() -> None:
    found = _read(CONNECTIONS, np.concatenate([_noisy(20, 60), _noisy(90, 4)]))
    assert set(found) == {"connections_up"}
    assert set(_read(CONNECTIONS, np.concatenate([_noisy(90, 60), _noisy(20, 4)]))) == {"connections_normal"}


def test_a_disk_that_grows_says_until_when_and_that_it_began_before() -> None:
    found = _read(DISK, np.linspace(60, 90, 288) + _noisy(0, 288, 0.05))
    assert "disk_filling" in found
    assert found["disk_filling"].before  # type: ignore[attr-defined]
    assert found["disk_filling"].values["full_in"].endswith(("h", "min"))  # type: ignore[attr-defined]


def test_nothing_measured_says_nothing_and_has_no_picture() -> None:
    read = read_vital(CPU, _series(CPU, [None] * 20), ONSET, "web-1")
    assert read == ((), None)


def test_a_picture_has_every_value_and_where_it_changed() -> None:
    picture = read_vital(CPU, _series(CPU, np.concatenate([_noisy(20, 60), _noisy(95, 4)])), ONSET, "web-1").picture
    assert picture is not None
    assert len(picture.values) == 50  # four hours before the alarm, and what came after
    assert picture.changed_at is not None


def test_each_kind_of_thing_has_vitals_and_nothing_has_none() -> None:
    everything = Subject(
        instance_id="i-1", db="d", balancer="app/a/1", target_group="targetgroup/t/1", cluster="c", ecs_service="s",
        function="f", queue="q",
    )  # fmt: skip
    spaces = {each.namespace for each in vitals_of(everything, {"path": "/var", "fstype": "xfs", "device": "x"})}
    assert spaces == {"AWS/EC2", "CWAgent", "AWS/RDS", "AWS/ApplicationELB", "AWS/ECS", "AWS/Lambda", "AWS/SQS"}
    assert vitals_of(Subject(), {}) == ()
