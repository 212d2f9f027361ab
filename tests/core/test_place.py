from datetime import timedelta

from tests.core.examples import NOW, PLACE


def test_an_answer_ages_from_the_moment_it_was_given() -> None:
    assert PLACE.at(NOW + timedelta(seconds=60.4)).age_s == 60


def test_an_answer_is_never_younger_than_new() -> None:
    assert PLACE.at(NOW - timedelta(seconds=5)).age_s == 0
