"""/sre-metrics at the doors of Slack and of the terminal, over four weeks of the sandbox's measurements."""

import json

import pytest

from tests.e2e.account import WEB_1
from tests.e2e.conftest import House
from tests.e2e.processes import Json, command
from tests.e2e.workspace import Shown

ASK = f"/sre-metrics {WEB_1}"


def answered(house: House, line: str) -> Shown:
    """The latest posted answer; the line that only its asker sees is none."""
    house.workspace.type(line)
    return house.workspace.until(lambda: [each for each in house.workspace.messages() if not each.raw["ephemeral"]])[-1]


@pytest.fixture(scope="module")
def told(calm_house: House) -> Json:
    """What the terminal tells."""
    ran = command(calm_house.given, "analyze", "metrics", "--instance", WEB_1, "--range", "7d", "--json")
    assert ran.returncode == 0, ran.stderr
    answer: Json = json.loads(ran.stdout)
    return answer


def test_the_terminal_tells_whole_series_with_what_was_usual(told: Json) -> None:
    by_label = {each["label"]: each for each in told["metrics"]}
    assert {"CPU", "Memory", "Network in", "Network out", "Disk use /", "Status checks"} <= set(by_label)
    assert (len(by_label["CPU"]["values"]), by_label["CPU"]["period_s"]) == (672, 900)
    assert by_label["CPU"]["usual_low"] <= by_label["CPU"]["usual"] <= by_label["CPU"]["usual_high"]
    assert (told["complete"], told["metrics_read"] > len(told["metrics"])) == (True, True)


def test_the_answer_is_whole_though_each_call_takes_80_ms(house: House) -> None:
    with house.account.failing(everything={"latency_ms": 80}):
        card = answered(house, ASK)
    assert card.text.startswith("web-1: ")
    assert "could not" not in card.words


def test_a_button_looks_at_another_range(house: House) -> None:
    house.workspace.press_for_answer(answered(house, ASK), "Look at 7d")
    later = house.workspace.until(
        lambda: [each for each in house.workspace.messages() if "Look at 24h" in each.buttons]
    )
    assert later[-1].text.startswith("web-1: ")


def test_without_cloudtrail_the_metrics_stand_and_the_hole_is_named(storm: House) -> None:
    with storm.account.failing(cloudtrail_LookupEvents={"error": "AccessDeniedException"}):
        card = answered(storm, ASK)
    assert card.text.startswith("web-1: ")
    assert "cloudtrail:LookupEvents" in card.words


def test_without_cloudwatch_nothing_is_called_usual(storm: House) -> None:
    with storm.account.failing(cloudwatch_GetMetricData={"error": "AccessDeniedException"}):
        said = storm.workspace.type(f"{ASK} cpu")
    assert said.text == "web-1: unknown, because its metrics could not be read"
    assert "cloudwatch:GetMetricData" in said.words
