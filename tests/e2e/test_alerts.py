"""An alert that is posted stands in Slack, once, whatever happens to the assistant in between."""

import json
import signal
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from sandbox.slack.seed import ALERTS, RITA
from tests.e2e.conftest import House, open_house
from tests.e2e.processes import Json, command, part_of, serving
from tests.e2e.workspace import Shown

KEY = "a-key-of-tests-0001"


@pytest.fixture(scope="module")
def told(aws_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose assistant takes alerts and has a channel for them."""
    folder = tmp_path_factory.mktemp("told")
    with ExitStack() as stack:
        house = open_house(stack, folder, aws_url, SRE_ALERT_CHANNEL=ALERTS, SRE_ALERT_KEYS=f"*={KEY}")
        house.bot.health_when(lambda health: bool(part_of(health, "alerts")))
        yield house


def sent(house: House, **alert: object) -> int:
    """The status of an alert that is posted as any sender would."""
    with closing(HTTPConnection(house.bot.url.removeprefix("http://"), timeout=20)) as connection:
        headers = {"X-Alert-Key": KEY, "Content-Type": "application/json"}
        connection.request("POST", "/alerts/tests", json.dumps(alert), headers)
        return connection.getresponse().status


def roots(house: House, words: str) -> list[Shown]:
    """The messages in the channel that say so."""
    everything = [each for each in house.workspace.messages(RITA, ALERTS) if not each.raw["ephemeral"]]
    return [each for each in everything if words in f"{each.text} {each.words}"]


def shown(house: House, words: str) -> Shown:
    """The message that says so, as soon as it is there."""
    return house.workspace.until(lambda: next(iter(roots(house, words)), None), 40)


def test_an_alert_is_one_message_that_follows_it_to_its_end(told: House) -> None:
    for _ in range(3):
        assert sent(told, title="Disk full on db1", severity="critical", service="db1") == 200
    card = shown(told, "Disk full on db1")
    assert set(card.buttons) == {"Acknowledge", "Silence", "Resolve"}
    told.workspace.press(card, "Acknowledge", RITA, ALERTS)
    shown(told, "acknowledged")
    told.workspace.post("home", as_=RITA)
    home = told.workspace.until(told.workspace.home)
    assert "Disk full on db1 (acknowledged) by" in home.words.partition("Open incidents")[2], home.words
    assert sent(told, title="Disk full on db1", severity="critical", service="db1", status="resolved") == 200
    shown(told, "resolved")
    assert len(roots(told, "Disk full on db1")) == 1


def asking(house: House) -> Shown | None:
    """The dialog of a silence, once it is filled."""
    view = house.workspace.modal(RITA)
    return view if view and "How long" in view.words else None


def test_an_incident_is_silenced_with_a_reason_and_told_again_when_that_is_ended(told: House) -> None:
    assert sent(told, title="Lag of the orders topic", severity="high") == 200
    told.workspace.press(shown(told, "Lag of the orders topic"), "Silence", RITA, ALERTS)
    dialog = told.workspace.until(lambda: asking(told))
    values = {"reason": {"text": {"type": "plain_text_input", "value": "being moved"}}}
    chosen = {
        "type": "radio_buttons",
        "selected_option": {"text": {"type": "plain_text", "text": "1 hour"}, "value": "1"},
    }
    told.workspace.submit(dialog, values | {"hours": {"chosen": chosen}}, RITA)
    card = shown(told, "being moved")
    assert "End silence" in card.buttons
    told.workspace.press(card, "End silence", RITA, ALERTS)
    told.workspace.until(lambda: not roots(told, "being moved"))
    assert len(roots(told, "Lag of the orders topic")) == 1


def test_a_sample_is_sent_from_the_terminal_and_shown_by_the_command(told: House) -> None:
    said = command(told.given, "alerts", "send", "cloudwatch-alarm")
    assert said.stdout.startswith("Stored as"), said.stderr
    shown(told, "orders-db-connections-high")
    answer = told.workspace.type("/sre-alerts")
    assert "open incident" in answer.text
    assert "orders-db-connections-high" in answer.words
    assert "database" in shown(told, "orders-db-connections-high").words


def test_one_that_is_over_is_written_up_for_everybody(told: House) -> None:
    title = "Replica lag of the ledger"
    assert sent(told, title=title, severity="high") == 200
    told.workspace.press(shown(told, title), "Resolve", RITA, ALERTS)
    told.workspace.until(lambda: "Timeline" in shown(told, title).buttons or None)
    told.workspace.press(shown(told, title), "Timeline", RITA, ALERTS)
    root = told.workspace.until(
        lambda: next((each for each in told.workspace.messages(RITA, ALERTS) if "Timeline of inc-" in each.text), None)
    )
    assert "Incident resolved" in root.words

    def files() -> list[Json]:
        return [one for each in told.workspace.messages(RITA, ALERTS, root.ts) for one in each.raw.get("files", [])]

    [file] = told.workspace.until(files)
    assert file["name"].endswith(".md")


def test_an_alert_that_was_answered_survives_a_kill_and_is_told_once(told: House, tmp_path: Path) -> None:
    assert sent(told, title="Queue grows", severity="high") == 200
    told.bot.process.send_signal(signal.SIGKILL)
    told.bot.process.wait(10)
    with serving(told.given, tmp_path):
        shown(told, "Queue grows")
        listed = command(told.given, "alerts", "list", "--json")
        counts = {one["title"]: one["count"] for one in json.loads(listed.stdout)["incidents"]}
        assert counts["Queue grows"] == 1
    assert len(roots(told, "Queue grows")) == 1
