from datetime import datetime

import numpy as np
import pytest

from sandbox.aws.cloudwatch.noise import Times
from sandbox.aws.cloudwatch.rhythm import load, week
from sandbox.aws.seed.metrics import metrics


def at(text: str) -> Times:
    return np.array([int(datetime.fromisoformat(f"{text}:00+00:00").timestamp())])


def test_a_local_afternoon_is_busy_wherever_it_is() -> None:
    # 13:00 in New York in winter and in summer, around the change of the clock.
    winter = load("web", "America/New_York", at("2026-01-14 18"))
    summer = load("web", "America/New_York", at("2026-07-15 17"))
    assert winter == summer == pytest.approx(0.98)


def test_a_weekend_is_quieter() -> None:
    friday, saturday = load("web", "UTC", at("2026-11-20 14")), load("web", "UTC", at("2026-11-21 14"))
    assert saturday == pytest.approx(friday * 0.45)


def test_the_nightly_job_runs_at_the_owners_hour() -> None:
    night = load("batch", "America/New_York", at("2026-11-20 07"))
    day = load("batch", "America/New_York", at("2026-11-20 17"))
    assert night > 0.9
    assert day < 0.1


def test_a_role_nobody_described_idles() -> None:
    assert week("unheard-of").max() == pytest.approx(0.1)


@pytest.mark.parametrize("role", metrics().role)
def test_every_role_has_a_whole_week(role: str) -> None:
    assert week(role).shape == (2016,)
    assert week(role).min() > 0
