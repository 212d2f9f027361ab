"""The assistant tells of critical findings by itself, and a plan for them is one press away."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import boto3
import pytest

from sandbox.slack.seed import ALERTS, RITA
from tests.e2e.conftest import House, open_house
from tests.e2e.processes import asked, part, part_of
from tests.e2e.test_alerts import KEY, sent
from tests.e2e.workspace import Shown

CLOSED_BEFORE = "CVE-2024-12084"


@pytest.fixture
def told(aws_url: str, tmp_path: Path) -> Iterator[House]:
    """A house whose assistant tells a channel about findings."""
    with ExitStack() as stack:
        yield open_house(stack, tmp_path, aws_url, SRE_FINDINGS_CHANNEL=ALERTS, SRE_ALERT_KEYS=f"*={KEY}")


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


@pytest.fixture
def surprised(tmp_path: Path) -> Iterator[tuple[House, str]]:
    """A house whose account had one vulnerability closed before, and a machine that had it."""
    with ExitStack() as stack:
        aws_url = stack.enter_context(part("sandbox.aws", "--port", "0"))
        client = boto3.Session("sandbox", "sandbox", region_name="us-west-2").client("inspector2", endpoint_url=aws_url)
        pages = client.get_paginator("list_findings").paginate(
            filterCriteria={"vulnerabilityId": [{"comparison": "EQUALS", "value": CLOSED_BEFORE}]}
        )
        machines = [found["resources"][0]["id"] for page in pages for found in page["findings"]]
        for machine in machines:
            appears(aws_url, machine, "CLOSED")
        given = {"SRE_FINDINGS_CHANNEL": ALERTS, "SRE_ALERT_KEYS": f"*={KEY}"}
        yield open_house(stack, tmp_path, aws_url, **given), machines[0]


def appears(aws_url: str, machine: str, status: str = "ACTIVE") -> None:
    """Inspector finds it now, or finds it gone."""
    finding = {"instance": machine, "vulnerability": CLOSED_BEFORE, "status": status}
    assert asked(aws_url, "POST", "/control/findings", finding)[0] == 200


def test_an_event_of_inspector_is_followed_by_a_card_and_makes_no_incident(surprised: tuple[House, str]) -> None:
    house, machine = surprised
    house.workspace.until(lambda: len(cards(house)) == 11, 40)
    before = {each.ts for each in cards(house)}
    appears(house.account.url, machine)
    detail = {"findingArn": "arn:aws:inspector2:us-west-2:123456789012:finding/1", "severity": "CRITICAL"}
    event = {"detail-type": "Inspector2 Finding", "source": "aws.inspector2", "detail": detail}
    assert sent(house, **event) == 200
    [card] = house.workspace.until(lambda: [each for each in cards(house) if each.ts not in before], 60)
    assert CLOSED_BEFORE in card.words
    assert "job findings on events: 1 package with news" in house.bot.log
    assert "No open incidents" in house.workspace.type("/sre-alerts").words
