"""Stories as alerts."""

from datetime import timedelta

from core.detections import Story
from core.findings import Severity
from core.outside import OutsideFinding
from core.security.alerts import alerts, brief, chosen, evidence_of, records
from tests.core.security.samples import NOW, detection, record

EVENTS = [record(5), record(4), record(3)]
FOUND = [detection(0), detection(1), detection(2, "key-made", Severity.MEDIUM, title="A key was made")]


def story(**more: object) -> Story:
    given: dict[str, object] = {
        "title": "Logging was switched off (mallory)",
        "severity": Severity.CRITICAL,
        "actor": "mallory",
        "source_ips": ("198.51.100.7",),
        "began": NOW - timedelta(minutes=5),
        "ended": NOW - timedelta(minutes=3),
        "categories": ("defense_evasion",),
        "techniques": ("T1562.008",),
        "detections": tuple(FOUND),
        "event_indexes": (0, 1, 2),
        "confidence": "high",
        "summary": "What: it was switched off.",
        "next_steps": ("Is there a ticket?", "Start the trail again"),
    }
    return Story.model_validate({**given, **more})


def finding(name: str, **more: object) -> OutsideFinding:
    given: dict[str, object] = {
        "watcher": "GuardDuty",
        "id": name,
        "title": "A strange caller",
        "severity": Severity.HIGH,
        "last_seen": NOW,
        "actor": "mallory",
    }
    return OutsideFinding.model_validate({**given, **more})


def test_findings_of_one_rule_are_one_sign_with_their_number_worst_first() -> None:
    signs = evidence_of(reversed(FOUND), EVENTS)
    assert [(each.rule, each.count) for each in signs] == [("trail-off", 2), ("key-made", 1)]
    assert set(signs[0].event_ids) == {"e-5", "e-4"}


def test_an_alert_is_named_after_its_worst_sign_and_has_a_stable_id() -> None:
    [first], [again] = alerts([story()], EVENTS, ()), alerts([story()], EVENTS, ())
    assert first.title == "What trail-off means"
    assert first.alert_id == again.alert_id
    assert first.event_count == 3


def test_other_identities_of_the_actor_are_named() -> None:
    [alert] = alerts([story(detections=(FOUND[0], detection(1, actor="backup-svc")))], EVENTS, ())
    assert (alert.actor, alert.identities) == ("mallory", ("backup-svc",))


def test_what_awss_services_say_of_the_same_actor_at_that_time_belongs_to_the_alert() -> None:
    found = (
        finding("f-1"),
        finding("f-2", actor="rita"),
        finding("f-3", last_seen=NOW - timedelta(days=3)),
        finding("f-4", actor="", source_ips=("198.51.100.7",), last_seen=None),
        finding("f-5", first_seen=NOW - timedelta(days=3), last_seen=NOW + timedelta(days=1)),
    )
    [alert] = alerts([story()], EVENTS, found)
    assert [each.id for each in alert.findings] == ["f-1", "f-4", "f-5"]


def test_severe_alerts_are_shown_whatever_kinds_were_asked_for() -> None:
    mild = story(severity=Severity.MEDIUM, actor="rita")
    found = alerts([story(), mild], EVENTS, ())
    assert [each.actor for each in chosen(found, ["login"])] == ["mallory"]
    assert len(chosen(found, ["defense_evasion"])) == 2


def test_the_records_behind_alerts_come_once_each() -> None:
    by_id = {str(each["eventID"]): each for each in EVENTS}
    shown = records(alerts([story(), story(actor="rita")], EVENTS, ()), by_id)
    assert [each.event_id for each in shown] == ["e-5", "e-4", "e-3"]
    assert shown[0].record["eventName"] == "StopLogging"


def test_a_title_names_the_end_of_an_arn() -> None:
    arn = "arn:aws:cloudtrail:us-west-2:123456789012:trail/all"
    assert brief(f"Stopped: {arn}, and 2 more things") == "Stopped: trail/all, and 2 more things"
