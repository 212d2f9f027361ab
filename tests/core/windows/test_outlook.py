from datetime import datetime, timedelta

import pytest

from tests.core.examples import NOW
from tests.core.windows.loads import by_night, outlook, quiet_at


def test_the_extremes_are_those_of_the_week() -> None:
    known = outlook(quiet_at(1, 12, 2))
    assert [known.quietest, known.busiest] == pytest.approx([10, 83], abs=1)
    assert not known.flat
    assert outlook(lambda _: 5.0).flat


def test_two_weeks_are_enough_and_less_is_told_until_when() -> None:
    assert outlook(by_night, days=14).enough
    known = outlook(by_night, days=10)
    assert not known.enough
    assert datetime.fromtimestamp(known.enough_at_s, NOW.tzinfo) - NOW == pytest.approx(
        timedelta(days=4), abs=timedelta(hours=6)
    )


def test_the_present_load_is_the_last_hour_or_unknown() -> None:
    assert outlook(by_night).now_load == pytest.approx(41)
    stopped = outlook(lambda at: None if NOW - at < timedelta(hours=5) else 30.0)
    assert stopped.now_load is None
    assert stopped.missing == pytest.approx(5 / 672, abs=0.002)


def test_without_any_measurement_nothing_is_known() -> None:
    known = outlook(lambda _: None)
    assert (known.known_days, known.missing, known.enough, known.now_load) == (0, 1.0, False, None)
