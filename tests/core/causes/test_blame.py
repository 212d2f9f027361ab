"""A shop: web calls cart and search, both call the database; a payment provider is seen from outside only."""

from collections.abc import Sequence

import pytest

from core.causes import Measured, graph_of, suspects
from core.causes.blame import Suspect

PERIOD_S = 300
TIMES = [PERIOD_S * number for number in range(6)]
ALARM = 3 * PERIOD_S + 10
CALLS = graph_of(
    [("web", "cart"), ("web", "search"), ("cart", "db"), ("search", "db"), ("cart", "pay.example.com_remote")]
)
LATENCY = {"web": 0.2, "cart": 0.1, "search": 0.05, "db": 0.01, "pay.example.com_remote": 0.03}
CALM = [0.0] * 6
BURST = [0.0, 0.0, 0.0, 0.3, 0.5, 0.1]
OTHER_TIME = [0.0, 0.0, 0.0, 0.0, 0.0, 0.4]


def _slow(**added: Sequence[float]) -> dict[Measured, list[float | None]]:
    series: dict[Measured, list[float | None]] = {}
    for name, usual in LATENCY.items():
        each = added.get(name.split(".")[0], CALM)
        series[Measured(name, "latency", "Average")] = [usual + more for more in each]
        series[Measured(name, "requests", "Sum")] = [100.0] * 6
        series[Measured(name, "availability", "Average")] = [100.0] * 6
    return series


def _blamed(series: dict[Measured, list[float | None]], metric: str = "latency") -> tuple[Suspect, ...]:
    return suspects("web", metric, ALARM, TIMES, series, CALLS)


def test_the_deepest_component_with_the_same_trouble_is_named_first() -> None:
    found = _blamed(_slow(web=BURST, cart=BURST, db=BURST))
    assert found[0].component == "db"
    assert found[0].depth == 2


def test_a_component_whose_callees_are_calm_is_named_itself() -> None:
    assert _blamed(_slow(web=BURST, search=BURST))[0].component == "search"


def test_the_alarmed_component_is_named_when_nothing_below_it_moved() -> None:
    assert _blamed(_slow(web=BURST))[0].component == "web"


def test_trouble_at_another_time_explains_nothing() -> None:
    found = _blamed(_slow(web=BURST, search=BURST, db=OTHER_TIME))
    assert found[0].component == "search"


def test_a_view_from_outside_is_named_only_when_no_component_explains_as_much() -> None:
    alone = _blamed(_slow(web=BURST, cart=BURST, pay=BURST))
    beside = _blamed(_slow(web=BURST, cart=BURST, pay=BURST, db=BURST))
    assert alone[0].component == "pay.example.com_remote"
    assert beside[0].component == "db"


def test_failures_are_followed_by_failures() -> None:
    series = _slow()
    for name in ("web", "cart", "db"):
        series[Measured(name, "availability", "Average")] = [100, 100, 100, 92, 95, 100]
    assert _blamed(series, "availability")[0].component == "db"


def test_more_requests_are_a_symptom_and_no_cause() -> None:
    series = _slow(web=BURST)
    series[Measured("db", "requests", "Sum")] = [100, 100, 100, 900, 900, 100]
    assert _blamed(series)[0].component == "web"


def test_a_component_without_any_data_is_not_blamed() -> None:
    series = _slow(web=BURST, cart=BURST)
    for key in [key for key in series if key.component == "db"]:
        series[key] = [None] * 6
    found = {each.component: each for each in _blamed(series)}
    assert found["db"].blame == 0
    assert found["cart"].blame > 0.5


def test_all_blame_together_is_one() -> None:
    found = _blamed(_slow(web=BURST, cart=BURST, search=OTHER_TIME, db=BURST))
    assert sum(each.blame for each in found) == pytest.approx(1, abs=1e-4)


def test_without_any_series_the_alarmed_component_is_what_is_left() -> None:
    found = suspects("web", "latency", ALARM, TIMES, {}, CALLS)
    assert found[0].component == "web"


def test_the_averages_of_a_normal_day_tell_noise_from_trouble() -> None:
    series = _slow(web=BURST, search=BURST, db=[0, 0, 0, 0.01, 0.012, 0.004])
    wild = {Measured("db", "latency", "Average"): [0.01, 0.03, 0.005, 0.02] * 20}
    found = suspects("web", "latency", ALARM, TIMES, series, CALLS, wild)
    assert found[0].component == "search"


def test_who_works_at_its_limit_is_behind_what_nobody_is_measured_to_have_taken() -> None:
    strain: dict[Measured, list[float | None]] = {
        Measured("db", "cpu_strain", "Average"): [1.4 + 20 * more for more in BURST]
    }
    unmeasured = {key: values for key, values in _slow(web=BURST, cart=BURST).items() if key.component != "db"}
    found = {each.component: each for each in _blamed({**unmeasured, **strain})}
    assert 0.5 < found["db"].blame <= 0.8
    assert found["db"].trouble == "strained"
    whole = _blamed(
        {**_slow(web=BURST, search=BURST), Measured("cart", "cpu_strain", "Average"): [1.4, 1.4, 1.4, 9, 9, 9]}
    )
    assert whole[0].component == "search"
    assert whole[0].blame > 0.9
