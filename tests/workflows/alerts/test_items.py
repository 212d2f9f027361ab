"""Open incidents in a line each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from tests.workflows.alerts.alerting import RITA, Office, opened
from workflows.alerts.items import IncidentItems


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


@dataclass
class Links:
    """Knows every link, and what it was asked for."""

    asked: list[str] = field(default_factory=list)

    def to(self, message_key: str) -> str:
        self.asked.append(message_key)
        return f"https://slack.example/{message_key}"


def test_the_worst_comes_first_with_its_link_and_whoever_has_it(office: Office) -> None:
    office.receive({"title": "Disk full", "severity": "high"}, {"title": "DB gone", "severity": "critical"})
    disk = next(one for one in office.incidents if one.title == "Disk full")
    office.handling.acknowledge(RITA, disk.id)
    gone, full = IncidentItems(office.handling, Links(), 3)()
    assert gone.sentence == "Critical: DB gone (firing)"
    assert full.sentence == "High: Disk full (acknowledged) by <@URITA>"
    assert full.url == f"https://slack.example/incident:{disk.id}"


def test_what_is_silenced_or_over_is_left_out(office: Office) -> None:
    office.receive({"title": "One"}, {"title": "Two"})
    one, two = office.incidents
    office.handling.silence(RITA, one.id, timedelta(hours=1), "known")
    office.handling.resolve(RITA, two.id)
    assert list(IncidentItems(office.handling, Links(), 3)()) == []


def test_slack_is_asked_for_the_links_of_a_few_only(office: Office) -> None:
    office.receive(*({"title": f"Alert {number}", "host": f"h{number}", "severity": "high"} for number in range(30)))
    links = Links()
    found = list(IncidentItems(office.handling, links, 3)())
    assert len(links.asked) <= 3
    assert len(found) == len(office.incidents)
