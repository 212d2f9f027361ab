"""The Home tab."""

from datetime import timedelta

from blocks.home import home_view
from core.answers.audit import AuditEntry
from core.answers.health import State
from core.answers.vuln_check import Findings
from core.findings import Package, Severity
from core.fleet import Coverage
from core.home import HomeFacts
from core.item import Item, Waiting
from core.posture import Posture
from tests.blocks.answers import buttons, findings_of, health_of, texts
from tests.core.examples import NOW, TODAY, entry, finding, instance_id

NOTHING = HomeFacts(at=NOW)


def fleet() -> Findings:
    """Seven instances: six with findings, each in another package, and one of which nothing is known."""
    found = [
        finding(n, instance_id=instance_id(n), packages=(Package(name=f"p{n}", version="1"),)) for n in range(1, 7)
    ]
    named = [entry(n, found[n - 1]) for n in range(1, 7)]
    return findings_of(found, instances=(*named, entry(7, coverage=Coverage(scanned=False))))


def posture(critical: int, days_ago: int = 0, **more: object) -> Posture:
    day = TODAY - timedelta(days=days_ago)
    made = {"day": day, "at": NOW - timedelta(days=days_ago, hours=3), "critical": critical, "high": 9}
    return Posture.model_validate({**made, "exploited": 0, "instances": 12, "unscanned": 0, **more})


def test_posture_comes_first_and_health_and_place_last() -> None:
    said = texts(home_view(NOTHING, fleet(), health_of(State.GOOD)))
    assert "7 instances: 6 high findings; 1 of 7 not scanned" in said[0]
    assert "The assistant is healthy" in said[-2]
    assert said[-1].startswith("Account ")


def test_what_waits_for_its_reader_comes_before_everything_that_is_only_to_know() -> None:
    waits = Waiting(sentence="Patch web-1", url="https://acme.slack.com/archives/C1/p1", missing=1, until=NOW)
    facts = HomeFacts(at=NOW, mine=(waits,), running=(Item(sentence="Patching web-2"),))
    said = "\n".join(texts(home_view(facts, fleet(), health_of())))
    assert said.index("Waits for you") < said.index("Runs now") < said.index("Mend first")
    assert "1 more approval until" in said


def test_while_the_fleet_is_asked_what_was_stored_stands_in_with_its_age() -> None:
    facts = HomeFacts(at=NOW, postures=(posture(7, 1), posture(4)))
    said = texts(home_view(facts, None, health_of(State.GOOD)))
    assert "4 critical findings, 3 fewer than 1 day ago, 9 high" in said[0]
    assert "3 h ago" in said[0]
    assert "Looking at the fleet" in said[1]


def test_a_stored_posture_that_knows_of_nothing_is_not_drawn_as_good() -> None:
    facts = HomeFacts(at=NOW, postures=(posture(0, high=0, unscanned=2),))
    assert texts(home_view(facts, None, health_of()))[0].startswith(":grey_question:")


def test_what_was_decided_last_is_there_with_who_did_it() -> None:
    row = AuditEntry(sequence=1, at=NOW, door="slack", user_id="U0AARON", action="approve", subject="w-1", detail={})
    said = "\n".join(texts(home_view(HomeFacts(at=NOW, audit=(row,)), fleet(), health_of())))
    assert "<@U0AARON> *approve* w-1" in said


def test_what_could_not_be_told_is_said() -> None:
    facts = HomeFacts(at=NOW, unread=("Slack did not say who belongs to the group.",))
    assert any("Slack did not say" in text for text in texts(home_view(facts, fleet(), health_of())))


def test_three_groups_and_five_instances_are_shown() -> None:
    view = home_view(NOTHING, fleet(), health_of())
    assert sum("open in Inspector" in text for text in texts(view)) == 3
    assert [words for words in buttons(view) if words.startswith("Analyse")] == [
        f"Analyse web-{n}" for n in range(1, 6)
    ]
    assert {"Show all findings", "Refresh"} <= buttons(view).keys()


def test_what_is_unknown_is_said_on_the_tab() -> None:
    assert any("*Unknown: 1 of 7 instances.*" in text for text in texts(home_view(NOTHING, fleet(), health_of())))


def test_a_clean_fleet_has_nothing_to_mend() -> None:
    view = home_view(NOTHING, findings_of([]), health_of(State.GOOD))
    assert buttons(view).keys() == {"Show all findings", "Refresh"}
    assert not any("Mend first" in text for text in texts(view))


def test_an_instance_without_findings_is_not_among_the_worst() -> None:
    found = [finding(severity=Severity.LOW, score=1)]
    view = home_view(NOTHING, findings_of(found, instances=(entry(1, *found), entry(2))), health_of())
    assert "Analyse web-2" not in buttons(view)
