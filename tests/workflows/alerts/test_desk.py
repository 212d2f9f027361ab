"""From alerts to incidents."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from core.alerts.alert import Alert
from core.alerts.incident import Incident, IncidentState
from core.alerts.scale import AlertLevel
from core.alerts.silence import parse_matchers
from core.errors import BadRequest, Cause, Upstream
from services.slack.outbox import Lane
from tests.workflows.alerts.alerting import RITA, Office, alert, opened
from workflows.alerts.arrivals import TRIES, Arrival
from workflows.alerts.upheaval import Cover


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def at(minute: int, **fields: object) -> dict[str, Any]:
    """An alert of one thing, in Prometheus' shape, at a minute of the hour."""
    labels = {"alertname": "Lag", "topic": "orders", "severity": "warning"}
    started = f"2026-11-02T10:{minute:02d}:00Z"
    return {"labels": labels, "annotations": {}, "startsAt": started, "status": "firing", **fields}


def ended(minute: int) -> dict[str, Any]:
    """Its end."""
    return at(0, status="resolved", endsAt=f"2026-11-02T10:{minute:02d}:00Z")


def standing(office: Office) -> IncidentState:
    """How the only incident stands now."""
    return office.incident.state


def test_repeats_are_one_incident_with_one_message_and_an_exact_count(office: Office) -> None:
    office.receive(*[alert() for _ in range(5)])
    assert office.incident.count == 5
    assert list(office.messages) == [office.incident.message_key]


def test_the_end_of_an_alert_ends_its_incident_and_is_said_in_the_thread(office: Office) -> None:
    office.receive(at(1), ended(5))
    assert standing(office) is IncidentState.RESOLVED
    key = office.incident.message_key
    assert {message.thread_key for message in office.messages.values()} == {"", key}


def test_the_order_in_which_alerts_arrive_changes_neither_state_nor_count(tmp_path: Path) -> None:
    story = [at(1), ended(5), at(7), ended(9)]
    ends = set()
    for number, order in enumerate(permutations(story)):
        with opened(tmp_path / str(number)) as office:
            for each in order:
                office.receive(each)
                office.clock.move(seconds=1)
            (incident,) = office.incidents
            ends.add((incident.state, incident.count, incident.firing))
    assert ends == {(IncidentState.RESOLVED, 4, 0)}


def test_an_end_of_what_nobody_heard_of_is_no_incident(office: Office) -> None:
    office.receive(ended(5), ended(6))
    assert office.incidents == []


def test_what_fires_again_soon_reopens_its_incident(office: Office) -> None:
    office.receive(at(1), ended(5))
    office.clock.move(minutes=10)
    office.receive(at(10))
    assert (office.incident.state, office.incident.reopened) == (IncidentState.OPEN, 1)


def test_what_fires_again_much_later_is_a_new_incident(office: Office) -> None:
    office.receive(alert(), alert(status="resolved"))
    office.clock.move(hours=7)
    office.receive(alert())
    assert [one.state for one in office.incidents] == [IncidentState.RESOLVED, IncidentState.OPEN]


def test_flapping_fifty_times_is_one_message_with_few_notes(office: Office) -> None:
    for _ in range(50):
        office.receive(alert())
        office.clock.move(seconds=5)
        office.receive(alert(status="resolved"))
        office.clock.move(seconds=5)
    assert office.incident.flapping
    assert office.incident.count == 100
    assert len(office.messages) < 8


def test_alerts_of_one_resource_are_one_incident(office: Office) -> None:
    office.receive(alert("CPU high", resource="i-0abc12345"), alert("Disk full", resource="i-0abc12345"))
    assert (office.incident.things, office.incident.count) == (2, 2)
    assert "i-0abc12345" in office.incident.grouped_by


def test_a_group_is_over_only_when_all_of_it_is(office: Office) -> None:
    cpu, disk = alert("CPU high", resource="i-0abc12345"), alert("Disk full", resource="i-0abc12345")
    office.receive(cpu, disk, cpu | {"status": "resolved"})
    assert office.incident.open
    office.receive(disk | {"status": "resolved"})
    assert not office.incident.open


def test_different_things_are_different_incidents(office: Office) -> None:
    office.receive(alert("Lag of orders", service="orders"), alert("Lag of carts", service="carts"))
    assert len(office.incidents) == 2


def test_a_burst_becomes_one_incident_whose_count_adds_up(office: Office) -> None:
    office.receive(*[alert(f"Host h{number} is down") for number in range(150)])
    assert len(office.incidents) <= 22
    assert sum(one.count for one in office.incidents) == 150
    assert sum(one.things for one in office.incidents) == 150


def test_a_critical_alert_in_a_burst_has_a_message_of_its_own_that_goes_first(office: Office) -> None:
    office.keep(*[alert(f"Host h{number} is slow", severity="warning") for number in range(100)])
    office.keep(alert("Database is gone", severity="critical"))
    office.read()
    (critical,) = [one for one in office.incidents if one.severity is AlertLevel.CRITICAL]
    assert critical == office.incidents[0]
    assert office.messages[critical.message_key].lane is Lane.URGENT


def test_a_group_of_hundreds_of_alerts_in_one_payload_is_counted_exactly(office: Office) -> None:
    alerts = [at(1) | {"labels": {"alertname": "Down", "shard": str(number)}} for number in range(300)]
    office.receive({"status": "firing", "alerts": alerts})
    assert sum(one.count for one in office.incidents) == 300


def test_what_gets_worse_is_said_in_the_thread(office: Office) -> None:
    office.receive(alert(severity="low"))
    office.clock.move(seconds=1)
    office.receive(alert(severity="critical"))
    assert office.incident.severity is AlertLevel.CRITICAL
    assert any("critical now" in message.text for message in office.messages.values())


def test_counts_are_drawn_with_the_next_round_of_edits(office: Office) -> None:
    office.receive(alert())
    office.receive(alert())
    assert "1 alert" in str(office.messages[office.incident.message_key].blocks)
    office.clock.move(seconds=30)
    office.read()
    assert "2 alerts" in str(office.messages[office.incident.message_key].blocks)


def test_after_a_restart_relatives_are_known_and_messages_are_brought_up_to_date(office: Office) -> None:
    office.receive(alert("CPU high", resource="i-0abc12345"))
    office.receive(alert("CPU high", resource="i-0abc12345"))
    office.desk = office.new_desk()
    office.desk.recall()
    office.receive(alert("Disk full", resource="i-0abc12345"))
    assert office.incident.count == 3
    assert "3 alerts" in str(office.messages[office.incident.message_key].blocks)


def test_people_take_over_and_end_incidents(office: Office) -> None:
    office.receive(alert())
    taken = office.handling.acknowledge(RITA, office.incident.id)
    assert (taken.state, taken.owner) == (IncidentState.ACKNOWLEDGED, RITA.user_id)
    office.handling.resolve(RITA, taken.id)
    assert standing(office) is IncidentState.RESOLVED
    assert [row.entry.action for row in office.store.audit_rows()] == ["incident acknowledged", "incident resolved"]
    with pytest.raises(BadRequest, match="already"):
        office.handling.resolve(RITA, taken.id)


def test_what_a_person_ended_opens_again_when_it_still_fires(office: Office) -> None:
    office.receive(alert())
    office.handling.resolve(RITA, office.incident.id)
    office.receive(alert())
    assert (office.incident.state, office.incident.firing) == (IncidentState.OPEN, 1)


def test_a_silence_tells_nobody_and_its_end_does(office: Office) -> None:
    office.silences.make(RITA, parse_matchers("title=Disk*"), "being cleaned", timedelta(hours=1))
    office.receive(alert())
    assert standing(office) is IncidentState.SILENCED
    assert office.messages == {}
    office.clock.move(hours=1, seconds=1)
    office.read()
    assert standing(office) is IncidentState.OPEN
    assert len(office.messages) == 1


def test_what_resolves_gets_through_a_silence(office: Office) -> None:
    office.receive(alert())
    office.handling.silence(RITA, office.incident.id, timedelta(hours=1), "known")
    assert "silenced" in office.messages[office.incident.message_key].text
    office.receive(alert(status="resolved"))
    assert "resolved" in office.messages[office.incident.message_key].text


def test_a_silence_needs_a_reason_and_may_not_fit_everything(office: Office) -> None:
    with pytest.raises(BadRequest, match="reason"):
        office.silences.make(RITA, parse_matchers("title=x"), " ", timedelta(hours=1))
    with pytest.raises(BadRequest, match="every alert"):
        parse_matchers("title=*")
    with pytest.raises(BadRequest, match="no matcher"):
        parse_matchers("title")


def test_a_running_patch_silences_what_it_causes_visibly(office: Office) -> None:
    until = office.clock.now() + timedelta(minutes=10)
    office.planned.covers["i-0abc12345"] = Cover("patch p1 is running on i-0abc12345", until)
    office.receive(alert("Host is down", resource="i-0abc12345"))
    assert standing(office) is IncidentState.SILENCED
    message = office.messages[office.incident.message_key]
    assert "patch p1 is running" in str(message.blocks)
    assert message.lane is Lane.NOISE
    office.planned.covers.clear()
    office.clock.move(minutes=11)
    office.read()
    assert standing(office) is IncidentState.OPEN


def test_what_cannot_be_read_is_tried_and_put_aside_and_the_rest_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Arrival.alerts

    def poisoned(arrival: Arrival) -> tuple[Alert, ...]:
        if arrival.source == "poison":
            raise RuntimeError
        return honest(arrival)

    office.keep(alert("Poison"), source="poison")
    monkeypatch.setattr(Arrival, "alerts", poisoned)
    office.receive(alert())
    for _ in range(TRIES):
        office.clock.move(minutes=10)
        office.read()
    assert office.incident.title == "Disk full on db1"
    (letter,) = office.handling.dead_letters().letters
    assert (letter.source, letter.tries) == ("poison", TRIES)
    monkeypatch.setattr(Arrival, "alerts", honest)
    office.handling.replay(letter.key)
    office.read()
    assert sorted(one.title for one in office.incidents) == ["Disk full on db1", "Poison"]
    assert office.handling.dead_letters().count == 0


def test_what_has_been_quiet_for_long_is_over(office: Office) -> None:
    office.receive(alert())
    office.clock.move(days=7, seconds=1)
    office.read()
    assert standing(office) is IncidentState.RESOLVED


def test_whoever_explains_is_told_of_each_incident_that_begins_once(office: Office) -> None:
    office.receive(at(1), at(1), ended(5))
    office.clock.move(minutes=7)
    office.receive(at(7))
    assert [one.reopened for one in office.begun] == [0, 1]


def test_secrets_in_alerts_are_not_shown(office: Office) -> None:
    key = "AK" + "IAIOSFODNN7EXAMPLE"
    office.receive(alert(f"Leak of {key}", message=f"key {key}"))
    assert key not in str(office.messages)


def test_the_open_ones_are_listed_worst_first(office: Office) -> None:
    office.receive(alert("A", severity="low"), alert("B", severity="critical"))
    listed = office.handling.open_incidents()
    assert [one.title for one in listed.incidents] == ["B", "A"]
    assert listed.counts == {"open": 2, "acknowledged": 0, "silenced": 0}


def test_a_silence_can_be_ended_before_its_time(office: Office) -> None:
    office.receive(alert())
    office.handling.silence(RITA, office.incident.id, timedelta(hours=1), "known")
    office.handling.unsilence(RITA, office.incident.id)
    assert standing(office) is IncidentState.OPEN
    assert office.silences.in_force() == ()
    with pytest.raises(BadRequest, match="not silenced"):
        office.handling.unsilence(RITA, office.incident.id)


def test_what_fails_to_be_explained_holds_up_no_alert(office: Office) -> None:
    def broken(_: object) -> None:
        raise Upstream("The store does not answer.", cause=Cause.BROKEN, retryable=True)

    office.begun = Failing(broken)
    office.desk = office.new_desk()
    office.receive(alert("A"), alert("B"))
    assert len(office.incidents) == 2


class Failing(list[Incident]):
    """Fails whenever something is noted."""

    def __init__(self, fail: Callable[[object], None]) -> None:
        super().__init__()
        self._fail = fail

    def append(self, item: Incident) -> None:
        self._fail(item)


def test_what_somebody_else_takes_makes_no_incident_and_is_taken_once(office: Office) -> None:
    office.receive({"title": "Elsewhere"}, {"title": "Here"})
    office.read()
    assert [each.title for each in office.incidents] == ["Here"]
    assert [each.title for each in office.taken_elsewhere] == ["Elsewhere"]
