"""Incidents are told elsewhere once for each change, whatever fails on the way."""

from collections import Counter
from datetime import timedelta

from core.alerts.incident import Incident
from core.delivery.report import Report
from core.delivery.rule import DeliveryRule
from core.errors import Cause, Upstream
from services.store import Put
from tests.core.delivery.examples import MAIL, TICKETS, report
from tests.core.examples import NOW, StillClock
from tests.workflows.delivery.incidents import incident
from tests.workflows.reporting import memory_store
from workflows.alerts.batch import INCIDENT
from workflows.delivery.delivering import DEAD, KIND, Delivering

AWAY = Upstream("Jira is away.", cause=Cause.BROKEN, retryable=True)
REFUSED = Upstream("Jira refuses.", cause=Cause.REFUSED, retryable=False)


class FakePlace:
    """Takes reports, or fails as told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, str, int]] = []
        self.failing: Upstream | None = None

    def tell(self, report: Report, reference: str, number: int) -> str:
        if self.failing:
            raise self.failing
        self.told.append((report.incident_id, report.state, reference, number))
        return reference or "OPS-1"


class Plain:
    """Reports with nothing but the incident in them; `explaining` are incidents whose cause is being looked for."""

    def __init__(self) -> None:
        self.explaining: set[str] = set()

    def ready(self, incident: Incident) -> bool:
        return incident.id not in self.explaining

    def of(self, incident: Incident) -> Report:
        return report(
            incident_id=incident.id,
            title=incident.title,
            state=incident.state.value,
            severity=incident.severity.value,
            owner=incident.owner,
        )


class Office:
    def __init__(self, *rules: DeliveryRule) -> None:
        self.clock = StillClock()
        self.store = memory_store(self.clock)
        self.rules = rules or (TICKETS,)
        self.places = {rule.name: FakePlace() for rule in self.rules}
        self.plain = Plain()

    @property
    def tickets(self) -> FakePlace:
        return self.places["tickets"]

    def happens(self, **more: object) -> None:
        made = incident(**more)
        doc = made.model_dump(mode="json")
        self.store.put(Put(INCIDENT, made.id, doc, None, state=made.state.value))

    def work(self, rounds: int = 3) -> None:
        """A new process each time, as nothing may depend on memory."""
        for _ in range(rounds):
            self.clock.advance(seconds=10)
            delivering = Delivering(self.store, self.clock, self.rules, self.places, self.plain)
            delivering.begin()
            for name in self.places:
                delivering.step(name)


def test_an_incident_is_told_once_and_each_change_of_it_once() -> None:
    office = Office()
    office.happens()
    office.work()
    office.happens(count=900)
    office.work()
    office.happens(state="acknowledged", owner="U1")
    office.work()
    office.happens(state="resolved", owner="U1", resolved_at=NOW)
    office.work()
    assert office.tickets.told == [
        ("inc-0001", "open", "", 1),
        ("inc-0001", "acknowledged", "OPS-1", 2),
        ("inc-0001", "resolved", "OPS-1", 3),
    ]


def test_one_that_reopens_goes_on_in_the_same_issue() -> None:
    office = Office()
    office.happens()
    office.work()
    office.happens(state="resolved", resolved_at=NOW)
    office.work()
    office.happens(state="open")
    office.work()
    assert office.tickets.told[-1] == ("inc-0001", "open", "OPS-1", 3)


def test_what_no_rule_wants_is_not_told() -> None:
    office = Office()
    office.happens(severity="low")
    office.work()
    assert office.tickets.told == []


def test_the_first_telling_waits_for_the_cause_but_not_for_long() -> None:
    office = Office()
    office.plain.explaining.add("inc-0001")
    office.happens()
    office.work(2)
    assert office.tickets.told == []
    office.work(5)
    assert len(office.tickets.told) == 1


def test_a_place_that_is_down_is_tried_again_later_and_holds_up_no_other() -> None:
    office = Office(TICKETS, MAIL)
    office.tickets.failing = AWAY
    office.happens()
    office.work()
    assert len(office.places["mail"].told) == 1
    office.tickets.failing = None
    office.clock.advance(minutes=10)
    office.work()
    assert len(office.tickets.told) == 1


def test_what_will_never_be_taken_is_given_up_and_counted() -> None:
    office = Office()
    office.tickets.failing = REFUSED
    office.happens()
    office.work()
    delivering = Delivering(office.store, office.clock, office.rules, office.places, office.plain)
    assert delivering.dead() == 1
    assert "Jira refuses." in str(office.store.find(KIND, state=DEAD)[0].doc)


def test_a_place_that_is_down_for_hours_is_given_up_in_the_end() -> None:
    office = Office()
    office.tickets.failing = AWAY
    office.happens()
    for _ in range(60):
        office.clock.advance(minutes=11)
        office.work(1)
    assert office.store.count(KIND, state=DEAD) == 1


def test_what_was_over_before_anybody_looked_is_told_if_it_was_lately() -> None:
    office = Office()
    office.happens(id="inc-new", state="resolved", resolved_at=NOW)
    office.happens(id="inc-old", state="resolved", resolved_at=NOW - timedelta(hours=1))
    office.work()
    assert Counter(each[0] for each in office.tickets.told) == {"inc-new": 1}
