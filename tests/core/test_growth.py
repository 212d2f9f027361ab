import numpy as np
import pytest

from core.drops import Drops, drops_of
from core.growth import growth_of

DAY_S = 86_400
TIMES = np.arange(0.0, 14 * DAY_S, 1800)
DAYS = TIMES / DAY_S
NEVER = Drops((), 0.0)


def test_even_growth_is_seen_over_its_whole_length() -> None:
    found = growth_of(TIMES, 3 * DAYS, NEVER)
    assert found is not None
    assert found.span_s == TIMES[-1]


@pytest.mark.parametrize("began", [2, 4, 5, 6, 8, 10])
def test_growth_is_seen_whenever_it_began(began: int) -> None:
    found = growth_of(TIMES, 3 * np.maximum(0.0, DAYS - began), NEVER)
    assert found is not None
    assert found.slope.each_s * DAY_S == pytest.approx(3, rel=0.2)


def test_a_step_is_no_growth() -> None:
    assert growth_of(TIMES, np.where(DAYS > 5, 60.0, 40.0), NEVER) is None


def test_what_has_stopped_growing_is_no_growth() -> None:
    assert growth_of(TIMES, np.minimum(DAYS, 7), NEVER) is None


def test_a_rise_like_those_that_came_and_went_before_is_no_growth() -> None:
    levels = 10 * np.abs(np.sin(DAYS / 4 * np.pi))
    assert growth_of(TIMES, levels, drops_of(TIMES, levels)) is None


def test_growth_smaller_than_its_noise_does_not_count() -> None:
    noise = np.random.default_rng(1).normal(0, 20, len(TIMES))
    assert growth_of(TIMES, DAYS + noise, NEVER) is None


def test_a_short_rise_with_noise_and_no_past_is_not_believed() -> None:
    noise = np.random.default_rng(1).normal(0, 0.02, 24)
    assert growth_of(TIMES[:24], DAYS[:24] + noise, NEVER) is not None
    assert growth_of(TIMES[:24], DAYS[:24] + 5 * noise, NEVER) is None
