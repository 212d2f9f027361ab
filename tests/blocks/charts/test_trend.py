"""The risk of the last days as a picture."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from blocks.charts.trend import trend_charts, trend_words
from core.posture import Posture
from tests.core.examples import NOW


def postures(criticals: Sequence[int]) -> list[Posture]:
    first = NOW - timedelta(days=len(criticals) - 1)
    return [
        Posture(
            day=(first + timedelta(days=number)).date(),
            at=first + timedelta(days=number),
            critical=critical,
            high=critical,
            exploited=0,
            instances=3,
            unscanned=0,
        )
        for number, critical in enumerate(criticals)
    ]


@pytest.mark.parametrize(
    ("criticals", "words"),
    [
        ((5, 3), "3 critical findings, 2 fewer than 1 day ago"),
        ((1, 1, 1), "1 critical finding, as many as 2 days ago"),
        ((0, 4), "4 critical findings, 4 more than 1 day ago"),
    ],
)
def test_the_title_says_which_way_it_goes(criticals: Sequence[int], words: str) -> None:
    assert trend_words(postures(criticals)) == words


def test_two_days_are_no_trend() -> None:
    assert trend_charts(postures((1, 2))) == ()


def test_the_picture_is_a_png_whose_words_have_every_number() -> None:
    [chart] = trend_charts(postures((7, 0, 5)))
    assert chart.content.startswith(b"\x89PNG")
    assert chart.alt_text.endswith("Critical findings by day: 7, 0, 5.")


def test_nothing_at_all_can_be_drawn() -> None:
    [chart] = trend_charts(postures((0, 0, 0)))
    assert chart.title == "0 critical findings, as many as 2 days ago"
