import pytest

from core.windows.resources import combined
from tests.core.windows.loads import by_night, quiet_at, series_of


def test_the_busiest_resource_counts_in_parts_of_its_own_peak() -> None:
    cpu = series_of(lambda at: 10.0 if at.hour else 20.0)
    net = series_of(lambda at: 500.0 if at.hour == 12 else 50.0, "NetworkIn")
    load = combined([cpu, net])
    by_hour = {int(at) // 3600 % 24: value for at, value in zip(load.times, load.values, strict=True)}
    assert (by_hour[0], by_hour[12], by_hour[5]) == (100, 100, 50)


def test_a_resource_that_hardly_varies_is_left_out_unless_all_are_so() -> None:
    cpu, flat = series_of(by_night), series_of(lambda _: 900.0, "NetworkIn")
    assert combined([cpu, flat]).made_of == (cpu.metric,)
    assert combined([flat]).made_of == (flat.metric,)


def test_where_a_resource_that_counts_was_not_measured_the_load_is_unknown() -> None:
    cpu = series_of(by_night)
    net = series_of(lambda at: None if at.day == 10 else by_night(at), "NetworkIn")
    load = combined([cpu, net])
    assert sum(value is None for value in load.values) == 24


def test_a_resource_that_was_measured_much_more_rarely_is_left_out() -> None:
    cpu = series_of(by_night)
    net = series_of(lambda at: by_night(at) if at.day > 15 else None, "NetworkIn")
    assert combined([cpu, net]).left_out == (net.metric,)


def test_a_resource_at_rest_is_at_nothing_and_nothing_is_divided_by_it() -> None:
    assert set(combined([series_of(lambda _: 0.0)]).values) == {0.0}


def test_without_series_or_values_nothing_is_known() -> None:
    assert combined([]).times == ()
    unknown = combined([series_of(lambda _: None)])
    assert set(unknown.values) == {None}
    assert unknown.made_of == ()


def test_series_of_different_times_cannot_be_combined() -> None:
    with pytest.raises(ValueError, match="different times"):
        combined([series_of(quiet_at(0, 0)), series_of(by_night, "NetworkIn", days=14)])
