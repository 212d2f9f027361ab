import pytest

from core.findings import Severity
from services.aws.portions import Portion, portions


def test_named_instances_with_all_severities_are_asked_without_a_severity_filter() -> None:
    assert portions(["i-1"], Severity) == [Portion(["i-1"], ())]


def test_a_floor_on_named_instances_is_filtered_on_the_server() -> None:
    assert portions(["i-1"], {Severity.UNTRIAGED, Severity.HIGH}) == [
        Portion(["i-1"], (Severity.HIGH, Severity.UNTRIAGED))
    ]


def test_asking_for_no_severity_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one severity"):
        portions([], [])


@pytest.mark.parametrize(
    ("portion", "name"),
    [
        (Portion((), (Severity.HIGH,)), "high findings"),
        (Portion(["i-1"], ()), "findings of i-1"),
        (
            Portion(["i-1", "i-2", "i-3"], (Severity.CRITICAL, Severity.HIGH)),
            "critical, high findings of i-1 and 2 more instances",
        ),
    ],
)
def test_a_portion_is_named_as_people_would_miss_it(portion: Portion, name: str) -> None:
    assert str(portion) == name
