from collections.abc import Mapping

from core.causes.shift import Measured, Values
from core.causes.troubled import Troubled, troubled
from tests.core.causes.shop import ALARM, AROUND, TIMES, shop, since, without


def _troubled(series: Mapping[Measured, Values], *metrics: str) -> Troubled:
    return troubled("checkout", metrics, ALARM.timestamp(), TIMES, series, AROUND)


def test_trouble_that_began_minutes_before_the_alarm_is_followed_to_whoever_had_it_first() -> None:
    found = _troubled(shop(checkout=since(5, 0.3), payments=since(5, 0.3), payments_db=since(9, 0.3)), "Latency")
    assert found.suspects[0].component == "payments-db"
    assert found.began is not None
    assert round((ALARM - found.began).total_seconds() / 60) == 5
    assert round((ALARM - found.left["payments-db"].onset.at).total_seconds() / 60) == 9
    assert found.left["payments-db"].onset.after > 0.25


def test_who_was_not_measured_hides_nobody_behind_it() -> None:
    series = shop(checkout=since(5, 0.3), payments=since(5, 0.3), payments_db=since(5, 0.3))
    found = _troubled(without(series, "payments"), "Latency")
    assert found.suspects[0].component == "payments-db"
    assert found.measured == {"checkout", "cart", "payments-db"}


def test_what_an_alert_is_about_follows_from_its_metrics_else_from_what_shows() -> None:
    failing = shop({"checkout": since(5, 20.0), "payments": since(5, 20.0)})
    assert _troubled(failing, "HTTPCode_Target_5XX_Count").asked == "failing"
    assert _troubled(failing, "HealthyHostCount").asked == "failing"
    assert _troubled(failing).asked == "failing"
    assert _troubled(failing, "TargetResponseTime").asked == "slow"
    assert _troubled(failing).suspects[0].component == "payments"


def test_a_slight_change_shortly_before_is_no_beginning() -> None:
    slight = {"cart": since(25, 0.5)}
    found = _troubled(shop(slight, checkout=since(5, 0.3), payments=since(5, 0.3)), "Latency")
    assert set(found.left) == {"checkout", "payments"}
    assert found.suspects[0].blame > 0.8


def test_trouble_of_long_ago_is_another_story() -> None:
    found = _troubled(shop(checkout=since(5, 0.3), cart=since(150, 0.3)), "Latency")
    assert set(found.left) == {"checkout"}
    assert found.suspects[0].component == "checkout"


def test_a_callee_that_works_at_its_limit_takes_most_of_the_blame_and_never_all() -> None:
    series = without(shop(checkout=since(6, 0.3), payments=since(6, 0.3)), "payments-db")
    strain = [1.4 + more for more in since(6, 9.0)]
    found = _troubled({**series, Measured("payments-db", "cpu_strain", "Average"): strain}, "Latency")
    assert found.suspects[0].component == "payments-db"
    assert 0.5 < found.suspects[0].blame <= 0.8
    assert found.left["payments-db"].kind == "strained"


def test_without_any_series_the_alert_s_own_component_is_all_there_is() -> None:
    found = _troubled({})
    assert [each.component for each in found.suspects] == ["checkout"]
    assert found.suspects[0].strength == 0
