"""When certificates end, and how urgent that is."""

from datetime import timedelta

import pytest

from core.alerts.alert import AlertLevel
from core.certificates import ends_in, urgency
from tests.core.examples import NOW


@pytest.mark.parametrize(
    ("left", "level"),
    [
        (timedelta(days=31), None),
        (timedelta(days=30), AlertLevel.MEDIUM),
        (timedelta(days=7), AlertLevel.HIGH),
        (timedelta(days=2), AlertLevel.CRITICAL),
        (timedelta(days=-3), AlertLevel.CRITICAL),
    ],
)
def test_it_is_more_urgent_the_nearer_the_end_is(left: timedelta, level: AlertLevel | None) -> None:
    assert urgency(NOW + left, NOW) is level


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=12, hours=5), "expires in 12 days"),
        (timedelta(hours=24), "expires in 24 hours"),
        (timedelta(hours=1), "expires in 1 hour"),
        (timedelta(days=-2), "expired 2 days ago"),
        (timedelta(0), "expired 0 hours ago"),
    ],
)
def test_it_says_how_long_that_is(left: timedelta, words: str) -> None:
    assert ends_in(NOW + left, NOW) == words
