import math
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from core.windows.grid import STEP_S, grid_of, usual_distance_s, wall_steps

BEGIN = 1_800_000 * STEP_S


def test_an_hourly_value_counts_for_its_four_quarters() -> None:
    grid = grid_of([BEGIN, BEGIN + 3600], [1.0, 3.0], BEGIN, BEGIN + 7200)
    assert grid.values.tolist() == [1.0] * 4 + [3.0] * 4


def test_values_of_minutes_are_averaged_and_gaps_stay_gaps() -> None:
    times = [float(BEGIN + 300 * number) for number in range(9)]
    grid = grid_of(times, [1, 2, 3, None, math.nan, math.inf, 4, None, None], BEGIN, BEGIN + 2700)
    assert grid.values[[0, 2]].tolist() == [2.0, 4.0]
    assert math.isnan(grid.values[1])


def test_values_that_stand_for_a_day_say_nothing_about_an_hour() -> None:
    grid = grid_of([BEGIN, BEGIN + 86_400], [1.0, 1.0], BEGIN, BEGIN + 86_400)
    assert np.isnan(grid.values).all()


def test_the_usual_distance_is_not_misled_by_a_gap() -> None:
    assert usual_distance_s(np.array([0, 300, 600, 90_000, 90_300])) == 300
    assert usual_distance_s(np.array([5.0])) == STEP_S


def test_the_wall_clock_repeats_an_hour_in_autumn_and_skips_one_in_spring() -> None:
    zone = ZoneInfo("Europe/Berlin")
    autumn, spring = (
        int(datetime(2026, month, day, tzinfo=UTC).timestamp()) // STEP_S for month, day in ((10, 25), (3, 29))
    )
    shown = [
        np.diff(wall_steps(np.arange(first, first + 12, dtype=np.int64), zone)).tolist() for first in (autumn, spring)
    ]
    assert [min(shown[0]), max(shown[1])] == [-3, 5]
