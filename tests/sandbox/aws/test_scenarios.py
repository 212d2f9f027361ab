import pytest
from pydantic import ValidationError

from sandbox.aws.scenarios import EVERY, Scenario, Scenarios


def test_a_machines_own_scenario_comes_before_that_of_all() -> None:
    scenarios = Scenarios()
    scenarios.put({EVERY: Scenario(locked=True), "i-1": Scenario(exit_code=1)})
    assert scenarios.of("i-1") == Scenario(exit_code=1)
    assert scenarios.of("i-2").locked


def test_nothing_goes_wrong_by_itself() -> None:
    scenarios = Scenarios()
    scenarios.put({EVERY: Scenario(locked=True)})
    scenarios.clear()
    assert scenarios.of("i-1") == Scenario()


@pytest.mark.parametrize("given", [{"colour": "blue"}, {"exit_code": 3011}, {"delivery": "late"}, {"install_s": -1}])
def test_a_scenario_that_does_not_exist_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Scenario.model_validate(given)
