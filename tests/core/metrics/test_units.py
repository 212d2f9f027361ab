from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.anomaly import Band
from core.metrics.units import FAILED, Unit, brief, possible, said, unit_of
from tests.core.metrics.series import CHECKS, CPU, NETWORK, metric, series


def test_bytes_of_a_period_become_bytes_per_second_in_a_readable_size() -> None:
    assert unit_of(series(lambda _: 300 * 3.4e6, NETWORK)) == Unit("MB/s", 1 / 300 / 1e6)


def test_counts_per_period_become_counts_per_second() -> None:
    assert unit_of(series(lambda _: 600, metric("EBSReadOps"))).word == "/s"


def test_per_cent_and_checks_have_words_of_their_own_and_a_strange_metric_has_none() -> None:
    units = [unit_of(series(lambda _: 1, each)).word for each in (CPU, CHECKS, metric("QueueDepth", "Shop"))]
    assert units == ["%", FAILED, ""]


def test_a_series_of_nothing_has_a_unit_too() -> None:
    assert unit_of(series(lambda _: None, NETWORK)).word == "B/s"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (42.0, "42 %"),
        (3.456, "3.46 %"),
        (34.56, "34.6 %"),
        (345.6, "346 %"),
        (0.0004, "0.0004 %"),
        (0.0, "0 %"),
        (-2.5, "-2.5 %"),
        (1234567.0, "1,234,567 %"),
        (None, "unknown"),
    ],
)
def test_a_value_is_said_with_as_many_digits_as_tell_something(value: float | None, words: str) -> None:
    assert said(value, "%") == words


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_what_is_said_is_a_number_of_the_same_size(value: float) -> None:
    read = float(said(value, "").replace(",", ""))
    assert isfinite(read)
    assert read == pytest.approx(value, rel=0.06, abs=1e-45)


def test_briefly_three_digits_and_a_dash_for_nothing() -> None:
    assert [brief(each) for each in (12.345, 0.4567, None)] == ["12.3", "0.46", "-"]


def test_a_band_ends_where_values_cannot_go() -> None:
    wide = Band(lower=(-6.0, None), expected=(40.0, None), upper=(120.0, None))
    assert possible(wide, series(lambda _: 40.0)) == Band(lower=(0.0, None), expected=(40.0, None), upper=(100.0, None))


def test_what_was_negative_may_be_so_again() -> None:
    wide = Band(lower=(-6.0,), expected=(1.0,), upper=(8.0,))
    assert possible(wide, series(lambda _: -1.0, metric("Balance", "Shop"))) == wide
