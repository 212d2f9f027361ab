import math
import random
from datetime import datetime

import numpy as np
import pytest

from core.windows.weeks import Rhythm, alike
from tests.core.windows.loads import by_night, outlook, weeks_before


def test_weeks_that_are_alike_are_steady() -> None:
    weeks = outlook(by_night).weeks
    assert weeks.rhythm is Rhythm.STEADY
    assert weeks.agreement == pytest.approx(1)


@pytest.mark.parametrize("by_h", [5, -7])
def test_a_rhythm_that_moved_is_recognised_by_how_far(by_h: int) -> None:
    def curve(at: datetime) -> float:
        hour = (at.hour - (by_h if weeks_before(at) == 0 else 0)) % 24
        return 80.0 if 9 <= hour < 15 else 20.0 + hour / 10

    weeks = outlook(curve).weeks
    assert (weeks.rhythm, weeks.moved_h) == (Rhythm.MOVED, by_h)


def test_a_last_week_without_the_rhythm_of_the_others_is_odd() -> None:
    rng = random.Random(3)

    def curve(at: datetime) -> float:
        return rng.uniform(0, 80) if weeks_before(at) == 0 else by_night(at)

    assert outlook(curve).weeks.rhythm is Rhythm.ODD


def test_noise_has_no_rhythm() -> None:
    rng = random.Random(4)
    weeks = outlook(lambda _: rng.uniform(0, 100)).weeks
    assert weeks.rhythm is Rhythm.NONE
    assert weeks.agreement < 0.3


def test_weeks_are_brought_to_one_level() -> None:
    weeks = outlook(lambda at: by_night(at) * (1 + weeks_before(at) / 4)).weeks
    assert np.nanstd(np.nanmean(weeks.load, axis=1)) < 0.5


def test_constant_weeks_and_such_that_share_little_are_not_alike() -> None:
    constant, rising = np.ones(168), np.arange(168.0)
    hardly = np.where(np.arange(168) < 20, rising, math.nan)
    assert alike(constant, rising) == alike(rising, hardly) == 0
    assert alike(rising, 2 * rising) == pytest.approx(1)
