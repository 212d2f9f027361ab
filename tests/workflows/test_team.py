"""What a team is judged by."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.team_figures import team_figures
from services.store import Put
from tests.workflows.alerts.alerting import RITA, Office, opened
from workflows.explaining.memory import CONFIRMED
from workflows.explaining.reasoning import SPENT
from workflows.team import Team


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def test_nothing_that_happened_has_no_figure() -> None:
    nothing = team_figures((), ())
    assert (nothing.acknowledged_s, nothing.resolved_s, nothing.right) == (None, None, None)


def test_how_soon_incidents_are_taken_up_and_over(office: Office) -> None:
    office.receive({"title": "One"}, {"title": "Two"})
    one, two = office.incidents
    office.clock.move(minutes=4)
    office.handling.acknowledge(RITA, one.id)
    office.clock.move(minutes=6)
    office.handling.resolve(RITA, two.id)
    figures = Team(office.store, office.clock).figures()
    assert (figures.acknowledged_s, figures.resolved_s) == (240, 600)


def test_what_is_older_than_thirty_days_does_not_count(office: Office) -> None:
    office.receive({"title": "One"})
    office.handling.acknowledge(RITA, office.incident.id)
    office.clock.move(days=31)
    assert Team(office.store, office.clock).figures().acknowledged_s is None


def test_the_share_of_explanations_that_were_right_and_what_models_cost(office: Office) -> None:
    for number, said in enumerate(("right", "right", "partly", "wrong")):
        office.store.put(Put(CONFIRMED, f"inc-{number}", {"judgement": said}, expect=None))
    for day, usd in ((f"{office.clock.now():%Y-%m-%d}", 0.25), ("2026-01-01", 9.0)):
        office.store.put(Put(SPENT, day, {"usd": usd, "calls": 1}, expect=None))
    team = Team(office.store, office.clock)
    assert team.figures().right == 0.625
    assert team.figures().judged == {"right": 2, "partly": 1, "wrong": 1}
    assert team.model_usd() == 0.25


def test_it_is_read_at_most_once_a_minute(office: Office) -> None:
    team = Team(office.store, office.clock)
    assert team.figures().right is None
    office.store.put(Put(CONFIRMED, "inc-1", {"judgement": "right"}, expect=None))
    assert team.figures().right is None
    office.clock.move(seconds=61)
    assert team.figures().right == 1
