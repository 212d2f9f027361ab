"""The Home tab."""

from blocks.home import home_view, waiting_home
from core.answers.health import State
from core.answers.vuln_check import Findings
from core.findings import Package, Severity
from core.fleet import Coverage
from tests.blocks.answers import buttons, findings_of, health_of, texts
from tests.core.examples import entry, finding, instance_id


def fleet() -> Findings:
    """Seven instances: six with findings, each in another package, and one of which nothing is known."""
    found = [
        finding(n, instance_id=instance_id(n), packages=(Package(name=f"p{n}", version="1"),)) for n in range(1, 7)
    ]
    named = [entry(n, found[n - 1]) for n in range(1, 7)]
    return findings_of(found, instances=(*named, entry(7, coverage=Coverage(scanned=False))))


def test_posture_comes_first_and_health_and_place_last() -> None:
    said = texts(home_view(fleet(), health_of(State.GOOD)))
    assert "7 instances: 6 high findings; 1 of 7 not scanned" in said[0]
    assert "The assistant is healthy" in said[-2]
    assert said[-1].startswith("Account ")


def test_three_groups_and_five_instances_are_shown() -> None:
    view = home_view(fleet(), health_of())
    assert sum("open in Inspector" in text for text in texts(view)) == 3
    assert [words for words in buttons(view) if words.startswith("Analyse")] == [
        f"Analyse web-{n}" for n in range(1, 6)
    ]
    assert {"Show all findings", "Refresh"} <= buttons(view).keys()


def test_what_is_unknown_is_said_on_the_tab() -> None:
    assert any("*Unknown: 1 of 7 instances.*" in text for text in texts(home_view(fleet(), health_of())))


def test_a_clean_fleet_has_nothing_to_mend() -> None:
    view = home_view(findings_of([]), health_of(State.GOOD))
    assert buttons(view).keys() == {"Show all findings", "Refresh"}
    assert not any("Mend first" in text for text in texts(view))


def test_an_instance_without_findings_is_not_among_the_worst() -> None:
    found = [finding(severity=Severity.LOW, score=1)]
    view = home_view(findings_of(found, instances=(entry(1, *found), entry(2))), health_of())
    assert "Analyse web-2" not in buttons(view)


def test_a_waiting_tab_says_what_is_being_done() -> None:
    assert "Looking at the fleet" in texts(waiting_home())[0]
