import pytest
from pydantic import ValidationError

from core.confidence import Confidence


@pytest.mark.parametrize(("value", "word"), [(1.0, "high"), (0.8, "high"), (0.79, "fair"), (0.5, "fair"), (0, "low")])
def test_a_confidence_has_a_word_for_people(value: float, word: str) -> None:
    assert Confidence(value=value, basis="4 weeks").word == word


def test_a_confidence_says_what_it_rests_on() -> None:
    assert str(Confidence(value=0.9, basis="4 weeks, nothing missing")) == "high (0.90): 4 weeks, nothing missing"


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_a_confidence_is_between_nothing_and_certain(value: float) -> None:
    with pytest.raises(ValidationError):
        Confidence(value=value, basis="")
