import pytest

from core.causes.specialist import read_specialist
from core.errors import BadRequest
from tests.core.causes.knowledge import PLUMBING, plumbing


def test_a_specialist_is_read_with_its_signs_causes_and_steps() -> None:
    read = plumbing()
    assert [cause.name for cause in read.causes] == ["burst", "work"]
    assert read.causes[0].actions[1].changes
    assert "Pressure fell" in read.vocabulary


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("name = ", "is no TOML"),
        ('name = "x y"', "is wrong at name"),
        (PLUMBING.replace('name = "work"', 'name = "burst"'), "the cause burst stands there twice"),
        (PLUMBING.replace("leak(?:s|ing)?", "leak(?:s"), "is no pattern"),
        (PLUMBING.replace("pressure_low = 4.0", "pressure_low = 40.0"), "is wrong at causes.0.supports.pressure_low"),
        (PLUMBING + "\ncolour = 1", "is wrong at"),
        (PLUMBING.replace("collectors =", "gatherers ="), "is wrong at gatherers"),
    ],
)
def test_a_broken_file_is_told_in_one_sentence_that_names_it(broken: str, said: str) -> None:
    with pytest.raises(BadRequest, match=r"The specialist file plumbing\.toml") as refused:
        read_specialist(broken, "plumbing.toml")
    assert said in refused.value.sentence
    assert refused.value.sentence.endswith(".")
