"""The assistant tells of critical findings by itself, and a plan for them is one press away."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sandbox.slack.seed import ALERTS, RITA
from tests.e2e.conftest import House, open_house
from tests.e2e.processes import part_of
from tests.e2e.workspace import Shown


@pytest.fixture
def told(aws_url: str, tmp_path: Path) -> Iterator[House]:
    """A house whose assistant tells a channel about findings."""
    with ExitStack() as stack:
        yield open_house(stack, tmp_path, aws_url, SRE_FINDINGS_CHANNEL=ALERTS)


def cards(house: House) -> list[Shown]:
    return [each for each in house.workspace.messages(RITA, ALERTS) if not each.raw["ephemeral"] and each.buttons]


def test_critical_findings_are_told_without_asking_and_lead_to_an_approval(told: House) -> None:
    everything = told.workspace.until(lambda: found if len(found := cards(told)) == 11 else None, 40)
    assert any("more packages with critical or known-exploited findings" in each.text for each in everything)
    worst = next(each for each in everything if "known exploited" in each.text and "Plan patch" in each.buttons)
    plan = told.workspace.press_for_answer(worst, "Plan patch", RITA, ALERTS)
    assert "Request approval" in plan.buttons, plan.words
    told.workspace.press(plan, "Request approval", RITA, ALERTS)
    told.workspace.until(lambda: [each for each in told.workspace.messages() if "Approve" in each.buttons])
    said = told.bot.health_when(lambda health: part_of(health, "scheduler").get("state") == "good")
    assert "failed" not in part_of(said[1], "scheduler")["detail"]
    assert "job findings poll: 29 packages" in told.bot.log
