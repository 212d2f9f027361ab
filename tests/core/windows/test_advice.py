from datetime import timedelta

import pytest

from core.conflicts import Conflict, ConflictKind
from core.windows.advice import costs
from tests.core.examples import NOW
from tests.core.windows.loads import by_night, quiet_at, series_of
from tests.core.windows.questions import advice, first


def closed(hours: int) -> Conflict:
    return Conflict(
        kind=ConflictKind.CALENDAR_CLOSED, start=NOW, end=NOW + timedelta(hours=hours), says="The calendar is closed."
    )


def test_the_best_window_is_said_in_one_sentence() -> None:
    best = first(series=(series_of(quiet_at(6, 3, 2)),))
    said = advice(series=(series_of(quiet_at(6, 3, 2)),)).summary
    assert said.startswith(f"web-1: best patch window {best.local}, load 12 % of its usual peak, now ")
    assert said.endswith("confidence high.")


def test_a_window_is_compared_with_now_and_with_the_busiest_hour() -> None:
    best = first()
    assert best.of_now == pytest.approx(10 / 41, abs=0.02)
    assert best.of_busiest == pytest.approx(10 / 63, abs=0.02)
    assert best.weeks_pct == pytest.approx((16, 16, 16, 16), abs=1)


def test_each_resource_is_told_in_its_own_unit() -> None:
    net = series_of(lambda at: by_night(at) * 3.6e6 * 1000, "NetworkIn")
    told = {each.name: each for each in first(series=(series_of(by_night), net)).resources}
    assert told["CPU peak"].expected == pytest.approx(10, abs=0.5)
    assert told["Network in"].unit == "MB/s"
    assert told["Network in"].expected == pytest.approx(10, abs=0.5)


def test_too_little_data_is_said_with_when_there_will_be_enough_and_what_is_known_so_far() -> None:
    told = advice(series=(series_of(by_night, days=6),))
    assert told.windows == ()
    assert told.summary.startswith("web-1: not enough data for a patch window. 6.0 days of load are known")
    assert "from Sat 28 Nov, 00:" in told.summary or "from Fri 27 Nov, 23:" in told.summary
    assert [each[:5] for each in told.analysis.hours_so_far] == ["02:00", "03:00", "04:00"]
    assert told.risk.level == "unknown"


def test_no_data_and_data_that_could_not_be_read_are_different_answers() -> None:
    assert "nothing is known of its load" in advice(series=(series_of(lambda _: None),)).summary
    assert "its load could not be read" in advice(series=(), load_read=False).summary


def test_when_all_is_closed_the_summary_says_so() -> None:
    told = advice(conflicts=(closed(24 * 8),))
    assert told.windows == ()
    assert told.summary == "web-1: no patch window within 7 days, as every time that is known is closed."


def test_a_closed_night_is_avoided_and_business_hours_speak_against_a_time() -> None:
    hours = Conflict(kind=ConflictKind.BUSINESS_HOURS, start=NOW, end=NOW + timedelta(days=7), says="Business hours.")
    best = first(conflicts=(closed(20), hours))
    assert best.start >= NOW + timedelta(hours=20)
    assert [each.says for each in best.conflicts] == ["Business hours."]


def test_every_kind_of_conflict_has_its_cost() -> None:
    assert all(costs(kind) >= 0 for kind in ConflictKind)
