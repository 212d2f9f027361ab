from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.anomaly import Anomaly, band, detect

_DAY_S = 86_400
_START = 1_700_000_000.0
_AFTER = st.sampled_from(["nothing", "something wild"])
Values = list[float | None]


def _times(count: int, period_s: float = 300) -> list[float]:
    return [_START + i * period_s for i in range(count)]


def _noise(count: int, level: float = 50, spread: float = 2) -> Values:
    return [float(value) for value in np.random.default_rng(7).normal(level, spread, count)]


def _unusual(kind: str, seed: int, days: int = 4) -> Values:
    """A few days of 10-minute points in which something happens."""
    rng = np.random.default_rng(seed)
    values, at = rng.normal(20, 1, days * 144), int(rng.integers(150, days * 144 - 20))
    match kind:
        case "spike":
            values[at : at + 3] += 40
        case "level":
            values[at:] += 15
        case "rhythm":
            values[at:] += 6 * (np.arange(len(values) - at) // 3 % 2)
        case "jobs":
            values = np.where(rng.uniform(size=len(values)) < 0.02, 10 ** rng.uniform(3, 8, len(values)), 0.0)
    return [None if rng.uniform() < 0.05 else float(value) for value in values]


def _begins(found: Sequence[Anomaly]) -> list[Anomaly]:
    """Without the ends, which may grow."""
    return [one.model_copy(update={"end": one.start}) for one in found]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["spike", "level", "rhythm", "jobs"]), st.integers(0, 10_000), st.floats(0.3, 1), _AFTER)
def test_what_begins_before_a_moment_is_the_same_whatever_comes_after(
    kind: str, seed: int, share: float, after: str
) -> None:
    values = _unusual(kind, seed)
    times = _times(len(values), 600)
    moment = int(share * len(values))
    later: Values = [] if after == "nothing" else [1e6 if i % 7 else None for i in range(len(values) - moment)]
    seen = [one for one in detect(times, values) if one.start < times[moment - 1]]
    other = detect(times[: moment + len(later)], values[:moment] + later)
    assert _begins(seen) == _begins([one for one in other if one.start < times[moment - 1]])


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(["spike", "level", "rhythm", "jobs"]), st.integers(0, 10_000), st.floats(0.3, 1))
def test_the_band_of_a_moment_is_the_same_whatever_comes_after(kind: str, seed: int, share: float) -> None:
    values = _unusual(kind, seed)
    times = _times(len(values), 600)
    moment = int(share * len(values))
    whole, part = band(times, values), band(times[:moment], values[:moment])
    assert (part.lower, part.expected, part.upper) == (
        whole.lower[:moment],
        whole.expected[:moment],
        whole.upper[:moment],
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 40 * _DAY_S),
            st.one_of(st.none(), st.just(float("nan")), st.floats(allow_nan=True, allow_infinity=True), st.just(0.0)),
        ),
        max_size=200,
    )
)
def test_whatever_is_given_the_answer_holds_finite_numbers_within_the_times(given: list[tuple[float, float]]) -> None:
    times, values = [at for at, _ in given], [value for _, value in given]
    bounds = band(times, values)
    for one in detect(times, values):
        assert min(times) <= one.start <= one.end <= max(times)
        assert np.isfinite([one.size, one.expected, one.observed, one.confidence.value]).all()
        assert one.size == pytest.approx(one.observed - one.expected)
    for side in (bounds.lower, bounds.expected, bounds.upper):
        assert len(side) == len(times)
        assert all(value is None or np.isfinite(value) for value in side)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(-20, 20), st.floats(-1e6, 1e6))
def test_the_unit_makes_no_difference(seed: int, power: int, shift: float) -> None:
    values = _unusual("level", seed)
    times = _times(len(values), 600)
    scaled = [None if value is None else value * 2.0**power for value in values]
    shifted = [at + round(shift) * 3600 for at in times]
    assert [one.start for one in detect(times, values)] == [one.start for one in detect(times, scaled)]
    assert len(detect(shifted, values)) == len(detect(times, values))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_anomalies_come_in_order_and_apart(seed: int) -> None:
    values = _unusual("jobs", seed, days=10)
    found = detect(_times(len(values), 600), values)
    assert all(later.start - earlier.end >= 3600 for earlier, later in pairwise(found))


@pytest.mark.parametrize("period_s", [60, 300, 900, 3600])
def test_a_tall_hour_is_found_when_it_begins_whatever_the_period(period_s: int) -> None:
    times = _times(8 * _DAY_S // period_s, period_s)
    began = _START + 6 * _DAY_S
    values = [
        90.0 if began <= at < began + 3600 else value
        for at, value in zip(times, _noise(len(times)), strict=True)
        if value is not None
    ]
    high = [one for one in detect(times, values) if began <= one.start <= began + 3600]
    assert [one.direction for one in high] == ["high"]
    assert high[0].size == pytest.approx(40, abs=5)
    assert high[0].confidence.value > 0.6


def test_a_fall_to_nothing_is_low() -> None:
    values = _noise(288 * 8)
    values[288 * 6 :] = [0.0] * (288 * 2)
    fallen = detect(_times(len(values)), values)[-1]
    assert (fallen.start, fallen.direction, fallen.observed) == (_START + 6 * _DAY_S, "low", 0)
    assert "lowest of 6 days" in fallen.why


def test_a_new_rhythm_about_the_same_mean_is_changed() -> None:
    rng = np.random.default_rng(3)
    values = 30 + 0.2 * rng.standard_normal(288 * 8)
    values[288 * 5 :] += np.where(np.arange(288 * 3) // 4 % 2, 3.0, -3.0)
    found = detect(_times(len(values)), [float(value) for value in values])
    assert found[0].start - _START == pytest.approx(5 * _DAY_S, abs=6 * 3600)
    assert [one.direction for one in found if "moved between" in one.why] == [
        one.direction for one in found if one.direction == "changed"
    ]


def test_a_step_is_told_even_when_something_slight_came_just_before() -> None:
    values = _noise(288 * 5, 20, 0.5) + _noise(288 * 2, 28, 0.5)
    values[288 * 5 - 24] = 22.4
    slight, step = detect(_times(len(values)), values)[-2:]
    assert step.start == _START + 5 * _DAY_S
    assert 0 < step.start - slight.start < 8 * 3600
    assert slight.confidence.value < step.confidence.value


def test_the_new_level_is_news_once() -> None:
    values = _noise(288 * 5, 20, 0.5) + _noise(288 * 8, 28, 0.5)
    found = [one for one in detect(_times(len(values)), values) if one.start >= _START + 5 * _DAY_S]
    assert found[0].start - _START < 5 * _DAY_S + 1800
    assert [one for one in found if one.start > found[0].start + _DAY_S] == []


def test_a_daily_job_is_learnt() -> None:
    values = _noise(288 * 12, 2, 0.05)
    for day in range(12):
        values[288 * day + 100] = 6.0 + 0.1 * (day % 3)
    found = detect(_times(len(values)), values)
    assert [one for one in found if one.start > _START + 3 * _DAY_S] == []


def test_a_wild_start_is_forgotten() -> None:
    values = _noise(288 * 8, 20, 0.5)
    values[:100] = [60.0 + i % 7 for i in range(100)]
    values[288 * 7] = 40.0
    peak = detect(_times(len(values)), values)[-1]
    assert (peak.start, peak.observed) == (_START + 7 * _DAY_S, 40)
    assert "highest of 5 days" in peak.why


def test_values_that_freeze_are_changed() -> None:
    values = _noise(288 * 8)
    values[288 * 6 : 288 * 6 + 72] = [50.0] * 72
    found = [one for one in detect(_times(len(values)), values) if 0 <= one.start - _START - 6 * _DAY_S < 6 * 3600]
    assert [one.direction for one in found] == ["changed"]


def test_nearly_nothing_is_told_beside_bursts_a_thousand_times_as_large() -> None:
    rng = np.random.default_rng(4)
    values = np.exp(rng.normal(10, 0.5, 288 * 8)) * np.where(rng.uniform(size=288 * 8) < 0.01, 1000, 1)
    values[288 * 6 : 288 * 6 + 24] = 10
    found = [one for one in detect(_times(len(values)), values.tolist()) if one.start >= _START + 6 * _DAY_S]
    assert found[0].start - _START - 6 * _DAY_S < 7200


def test_a_night_of_summer_time_is_no_anomaly() -> None:
    rng, shifted = np.random.default_rng(5), 288 * 7
    hour = np.arange(288 * 14) / 12 + np.where(np.arange(288 * 14) < shifted, 0, 1)
    values = 50 + 20 * np.sin(hour / 24 * 2 * np.pi) + rng.normal(0, 2, len(hour))
    night = _START + shifted * 300
    found = detect(_times(len(hour)), [float(value) for value in values])
    assert [one for one in found if night <= one.start <= night + 2 * _DAY_S] == []


def test_a_counter_that_is_reset_now_and_then_is_learnt() -> None:
    values = np.cumsum(np.random.default_rng(2).poisson(5, 288 * 14)) % 900
    found = detect(_times(len(values)), [float(value) for value in values])
    assert [one for one in found if one.start > _START + 4 * _DAY_S] == []


@pytest.mark.parametrize("values", [[], [1.0], [None] * 4000, [5.0] * 4000, [0.0] * 4000, [1.0, None] * 2000])
def test_where_nothing_happens_nothing_is_said(values: Values) -> None:
    assert detect(_times(len(values)), values) == []


def test_rounding_noise_on_a_constant_is_nothing() -> None:
    values: Values = [5.0] * 4000
    values[3000] = 5.0000001
    assert detect(_times(4000), values) == []


def test_the_first_day_is_for_learning() -> None:
    values = _noise(287)
    values[200:220] = [500.0] * 20
    assert detect(_times(287), values) == []
    assert set(band(_times(287), values).upper) == {None}


def test_a_gap_is_neither_low_nor_zero() -> None:
    values = _noise(288 * 8)
    values[288 * 5 : 288 * 6] = [None] * 288
    gap = (_START + 5 * _DAY_S, _START + 6 * _DAY_S)
    assert [one for one in detect(_times(len(values)), values) if gap[0] <= one.start < gap[1]] == []
    assert band(_times(len(values)), values).expected[288 * 5 + 10] is None


def test_a_record_beyond_the_band_is_an_anomaly_and_one_within_alone_is_none() -> None:
    values = _noise(288 * 6)
    upper = band(_times(len(values)), values).upper[-1]
    assert upper is not None
    beyond = detect(_times(len(values)), [*values[:-1], upper * 1.001])
    within = detect(_times(len(values)), [*values[:-1], upper * 0.999])
    assert beyond[-1].start == _times(len(values))[-1]
    assert len(within) == len(beyond) - 1


def test_times_in_any_order_are_one_series() -> None:
    times, values = _times(288 * 8), _noise(288 * 8)
    values[2000:2010] = [200.0] * 10
    mixed = np.random.default_rng(1).permutation(len(times))
    assert detect([times[i] for i in mixed], [values[i] for i in mixed]) == detect(times, values)


def test_times_and_values_belong_together() -> None:
    with pytest.raises(ValueError, match="2 times came with 1 values"):
        detect([1.0, 2.0], [1.0])


def test_more_history_and_more_excess_make_it_surer() -> None:
    def confidence(day: int, height: float) -> float:
        values = _noise(288 * (day + 1))
        values[288 * day :] = [height] * 288
        found = detect(_times(len(values)), values)
        return max(one.confidence.value for one in found if one.start >= _START + day * _DAY_S)

    assert confidence(3, 200) < confidence(8, 200)
    assert confidence(8, 70) < confidence(8, 200)
