import math
import random
from datetime import datetime

import numpy as np
import pytest

from core.windows.grid import HOUR
from tests.core.windows.loads import by_night, outlook, quiet_at, weeks_before

TUESDAY_NOON = (24 + 12) * HOUR


def test_the_expected_load_of_a_steady_week_is_that_week() -> None:
    assert outlook(quiet_at(1, 12)).profile.expected[TUESDAY_NOON] == pytest.approx(10, abs=0.5)


def test_a_single_spike_moves_it_little() -> None:
    def spike(at: datetime) -> float:
        return 100.0 if weeks_before(at) == 1 and (at.weekday(), at.hour) == (1, 12) else by_night(at)

    assert outlook(spike).profile.expected[TUESDAY_NOON] == pytest.approx(52, abs=3)


def test_a_slot_of_one_week_is_unknown() -> None:
    def hidden(at: datetime) -> float | None:
        return None if at.weekday() == 1 and weeks_before(at) else by_night(at)

    assert math.isnan(outlook(hidden).profile.expected[TUESDAY_NOON])


def test_days_that_differ_by_chance_alone_are_drawn_together() -> None:
    rng = random.Random(1)
    expected = outlook(lambda at: by_night(at) + rng.gauss(0, 8)).profile.expected.reshape(7, 24, HOUR)[:, 12, 0]
    assert np.std(expected) < 8 / 2 * 0.5
