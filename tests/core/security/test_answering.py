"""Answers put together."""

from datetime import timedelta

from core.findings import Severity
from core.gaps import Gap
from core.outside import OutsideFinding, Source
from core.security.answering import MOST_LISTED, security_events, trail_events
from core.security.rulings import Mute, Ruling
from core.security.scope import Scope
from tests.core.security.samples import NOW, detection, material, question, record

MUTED = {"trail-off": Ruling(rule="trail-off", mute=Mute(reason="x", by="U1", at=NOW, until=NOW + timedelta(days=1)))}
GAP = Gap(what="events before 18:00", why="AWS had not answered.")
DENIED = Gap(what="the events", why="AWS refused LookupEvents.")


def test_something_found_is_told_with_who_and_from_where() -> None:
    told = security_events(material([record(5)], [detection(0)]), question(), {}, NOW)
    assert told.security_summary.sentence.startswith("1 critical story in 24h; worst: ")
    assert "mallory from 198.51.100.7" in told.security_summary.sentence
    assert (told.security_summary.critical, len(told.alerts), len(told.events)) == (1, 1, 1)
    assert told.recommendations


def test_nothing_found_says_how_much_was_looked_at() -> None:
    told = security_events(material([record(5, "CreateTags", "ec2")]), question(), {}, NOW)
    assert told.security_summary.sentence == "Nothing suspicious in 1 event of the last 24h"


def test_nothing_found_in_a_part_says_which_part() -> None:
    told = security_events(material([record(5)], since_hours=1, gaps=(GAP,)), question(), {}, NOW)
    sentence = told.security_summary.sentence
    assert sentence == "Nothing suspicious in 1 event of what could be read of the last 24h (back to 20 Nov 18:00 UTC)"


def test_what_could_not_be_asked_is_unknown() -> None:
    told = security_events(material(since_hours=None, gaps=(DENIED,)), question(), {}, NOW)
    assert told.security_summary.sentence == "Unknown, because AWS refused LookupEvents"


def test_muted_findings_leave_the_alerts_and_are_counted() -> None:
    told = security_events(material([record(5)], [detection(0)]), question(), MUTED, NOW)
    assert (told.alerts, told.muted[0].count) == ((), 1)


def test_only_what_concerns_the_instance_is_told_when_one_is_named() -> None:
    events = [record(5), record(4, "ModifyInstanceAttribute", "ec2", requestParameters={"instanceId": "i-1"})]
    found = [detection(0), detection(1, "start-script-changed", Severity.HIGH)]
    about = question(scope=Scope(ids=("i-1",)), label="web-1", instance_ids=("i-1",))
    told = security_events(material(events, found), about, {}, NOW)
    assert [part.rule for alert in told.alerts for part in alert.evidence] == ["start-script-changed"]
    assert told.security_summary.sentence.startswith("web-1: 1 high story")
    assert told.security_summary.looked.events == 1


def test_milder_stories_of_other_kinds_are_counted() -> None:
    told = security_events(material([record(5)], [detection(0, severity=Severity.LOW)]), question(), {}, NOW)
    assert (told.alerts, told.other_kinds) == ((), 1)


def test_findings_of_awss_services_stand_beside_and_what_is_off_is_recommended() -> None:
    finding = OutsideFinding(watcher="GuardDuty", id="f", title="t", severity=Severity.LOW)
    sources = (Source(watcher="GuardDuty", enabled=True), Source(watcher="Security Hub", enabled=False))
    told = security_events(material([record(5)], findings=(finding,), sources=sources), question(), {}, NOW)
    assert told.security_summary.sentence.startswith("1 finding of AWS's own services, and nothing suspicious")
    assert told.service_findings == (finding,)
    assert told.recommendations == ("Enable Security Hub: it sees what CloudTrail does not.",)


def test_events_are_listed_newest_first_and_the_rest_counted() -> None:
    events = [record(number, "CreateTags", "ec2") for number in range(MOST_LISTED + 5, 0, -1)]
    told = trail_events(material(events), question(), {}, NOW)
    assert (told.event_count, len(told.events), told.events[0].event_id) == (MOST_LISTED + 5, MOST_LISTED, "e-1")
    assert told.partial[-1].by_choice
    assert told.summary == f"{MOST_LISTED + 5} events in the last 24h, nothing suspicious among them"


def test_events_of_other_kinds_are_not_listed() -> None:
    events = [record(2, "CreateTags", "ec2"), record(1, "DescribeTags", "ec2", readOnly=True, errorCode="Denied")]
    told = trail_events(material(events), question(), {}, NOW)
    assert ([each.name for each in told.events], told.failed_count) == (["CreateTags"], 0)
    assert trail_events(material(events), question(("discovery",)), {}, NOW).failed_count == 1
