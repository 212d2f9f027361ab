import pytest

from core.findings import Severity
from services.aws.portions import Portion, criteria, portions, worst


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


def test_the_worst_leave_room_for_what_is_likely_to_be_exploited_whatever_its_severity() -> None:
    parts = worst(Severity, 5000)
    likely = [part for part in parts if part.likely]
    assert [part.severities for part in likely] == [(severity,) for severity in Severity]
    assert sum(part.quota or 0 for part in likely) >= 2400
    assert len(parts) >= 8
    assert all(part.quota for part in parts)


def test_likely_and_merely_exploitable_findings_are_asked_for_apart() -> None:
    likely, rest = Portion((), (), exploitable=True, likely=True), Portion((), (), exploitable=True)
    assert criteria(likely, "1")["epssScore"] == [{"lowerInclusive": 0.1}]
    assert criteria(rest, "1")["epssScore"] == [{"lowerInclusive": 0.0, "upperInclusive": 0.1}]
    assert criteria(rest, "1")["exploitAvailable"] == [{"comparison": "EQUALS", "value": "YES"}]
    assert (str(likely), str(rest)) == ("likely exploited findings", "exploitable findings")
