import random
from datetime import datetime

from core.confidence import Confidence
from core.windows.certainty import confidence
from core.windows.choice import choose
from tests.core.windows.loads import Curve, by_night, outlook, weeks_before


def sure(curve: Curve, days: float = 28) -> Confidence:
    known = outlook(curve, days=days)
    return confidence(known, choose(known, days_ahead=7, minutes=60, most=1)[0])


def test_more_weeks_are_surer_and_the_basis_counts_them() -> None:
    two, four = sure(by_night, days=14), sure(by_night)
    assert two.value < four.value
    assert (two.basis[:7], four.basis[:7]) == ("2 weeks", "4 weeks")


def test_missing_data_takes_away_confidence_and_is_named() -> None:
    told = sure(lambda at: None if at.day % 4 == 0 else by_night(at))
    assert told.value < sure(by_night).value
    assert "22 % missing" in told.basis


def test_weeks_that_differ_in_the_window_are_less_sure_than_weeks_that_agree() -> None:
    def unruly(at: datetime) -> float:
        return by_night(at) + (25.0 * (weeks_before(at) % 2) if at.hour < 7 else 0.0)

    assert sure(unruly).value < sure(by_night).value - 0.1


def test_a_rhythm_that_moved_is_never_highly_sure() -> None:
    def moved(at: datetime) -> float:
        hour = (at.hour - (6 if weeks_before(at) == 0 else 0)) % 24
        return 10.0 if 2 <= hour < 5 else 50.0 + hour

    told = sure(moved)
    assert told.word != "high"
    assert "moved lately" in told.basis


def test_noise_is_of_low_confidence() -> None:
    rng = random.Random(5)
    told = sure(lambda _: rng.uniform(0, 100))
    assert told.word == "low"
    assert "hardly alike" in told.basis
