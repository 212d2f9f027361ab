from collections.abc import Mapping

from core.causes.evidence import Evidence
from core.causes.portraits import pictures
from core.causes.shift import Measured, Values
from core.causes.troubled import troubled
from core.causes.upstream import upstream_facts
from tests.core.causes.shop import ALARM, AROUND, TIMES, shop, since, without

START = AROUND.components["checkout"]
SLOW_DB = {"checkout": since(5, 0.3), "payments": since(5, 0.3), "payments_db": since(9, 0.3)}


def _facts(series: Mapping[Measured, Values], metric: str = "Latency") -> tuple[Evidence, ...]:
    judged = troubled("checkout", (metric,), ALARM.timestamp(), TIMES, series, AROUND)
    return upstream_facts(START, AROUND, judged)


def test_a_callee_in_trouble_is_named_with_its_share_and_how_long_before_it_left_its_normal() -> None:
    [fact] = _facts(shop(**SLOW_DB))
    assert fact.kind == "upstream_troubled"
    assert fact.values["upstream"] == "payments-db"
    assert fact.values["upstream_lead"] == "4 min before checkout"
    assert fact.values["upstream_trouble"] == "the time added to checkout"
    share = int(fact.values["upstream_share"].removesuffix(" %"))
    assert share > 80
    assert fact.strength == share / 100
    assert fact.said == (
        f"payments-db takes 0.31 s instead of 0.006 s, 4 min before checkout; {share} % of the time added to checkout "
        "is from there."
    )


def test_every_number_and_name_of_a_fact_stands_in_its_own_words() -> None:
    [fact] = _facts(shop(**SLOW_DB))
    assert all(value in f"{fact.said} {fact.component}" for value in fact.values.values())
    assert fact.first_seen is not None
    assert fact.first_seen < ALARM


def test_failures_are_told_as_failures() -> None:
    [fact] = _facts(shop({"checkout": since(5, 20.0), "payments": since(5, 20.0)}), "HTTPCode_Target_5XX_Count")
    assert fact.said.startswith("payments answers 80 % of its calls instead of 100 %")
    assert fact.values["upstream_trouble"] == "what fails at checkout"


def test_where_no_callee_left_its_normal_that_speaks_against_it_and_the_trouble_is_its_own() -> None:
    calm, own = _facts(shop(checkout=since(5, 0.3)))
    assert (calm.kind, own.kind) == ("upstream_calm", "own_trouble")
    assert calm.said == "Of what checkout calls, nothing left its normal: payments, cart."
    assert calm.strength == 1
    assert own.values["own_share"] in own.said


def test_a_callee_that_was_not_measured_is_not_said_to_be_well() -> None:
    assert _facts(without(shop(checkout=since(5, 0.3)), "cart")) == ()


def test_one_that_is_only_not_strained_is_not_as_surely_well() -> None:
    series = without(shop(checkout=since(5, 0.3)), "cart")
    calm, _ = _facts({**series, Measured("cart", "cpu_strain", "Average"): [1.2] * len(TIMES)})
    assert calm.strength == 0.7


def test_nothing_is_said_where_nothing_moved() -> None:
    assert _facts(shop()) == ()


def test_a_callee_in_trouble_is_not_named_where_the_alert_s_component_is_measured_and_has_none() -> None:
    assert _facts(shop(payments_db=since(9, 0.3), cart=since(9, 0.3))) == ()


def test_without_values_of_the_alert_s_component_no_share_of_it_is_claimed() -> None:
    [fact] = _facts(without(shop(payments_db=since(5, 0.3), payments=since(5, 0.3)), "checkout"))
    assert fact.said.endswith("; how checkout did was not measured.")
    assert "upstream_share" not in fact.values
    assert fact.strength <= 0.5


def test_a_strained_callee_is_said_to_be_in_step_and_no_share_is_claimed() -> None:
    series = without(shop(checkout=since(6, 0.3), payments=since(6, 0.3)), "payments-db")
    strain = [1.4 + more for more in since(6, 9.0)]
    [fact] = _facts({**series, Measured("payments-db", "cpu_strain", "Average"): strain})
    assert fact.said == "payments-db is strained, in step with checkout."
    assert "upstream_share" not in fact.values
    assert fact.strength <= 0.8


def test_the_two_are_pictured_side_by_side() -> None:
    series = shop(**SLOW_DB)
    judged = troubled("checkout", ("Latency",), ALARM.timestamp(), TIMES, series, AROUND)
    shown = pictures(START, AROUND, judged, TIMES, series)
    assert [each.label for each in shown] == ["Time per call of checkout", "Time per call of payments-db"]
    assert shown[1].changed_at == judged.left["payments-db"].onset.at
    calm = troubled("checkout", ("Latency",), ALARM.timestamp(), TIMES, shop(), AROUND)
    assert pictures(START, AROUND, calm, TIMES, shop()) == ()
