"""An incident is explained in its own thread, and people say whether that was right."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from sandbox.slack.seed import ALERTS, RITA
from tests.e2e.conftest import House, open_house
from tests.e2e.processes import asked, part, part_of
from tests.e2e.test_alerts import KEY, sent, shown
from tests.e2e.workspace import Shown


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose assistant takes alerts and has a channel for them; what goes wrong in its own account stays."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("explained")
        aws_url = stack.enter_context(part("sandbox.aws", "--port", "0"))
        house = open_house(stack, folder, aws_url, SRE_ALERT_CHANNEL=ALERTS, SRE_ALERT_KEYS=f"*={KEY}")
        house.bot.health_when(lambda health: bool(part_of(health, "alerts")))
        yield house


def reply(house: House, title: str, words: str) -> Shown:
    """The reply in the thread of an incident, once it says so."""
    root = shown(house, title)

    def look() -> Shown | None:
        replies = house.workspace.messages(RITA, ALERTS, root.ts)[1:]
        return next((each for each in replies if words in f"{each.text} {each.words}"), None)

    return house.workspace.until(look, 40)


def test_the_thread_has_one_reply_that_becomes_the_explanation(told: House) -> None:
    title = "Database connection pool exhausted for user-service"
    assert sent(told, title=title, message="no free connection for 30 s", severity="high") == 200
    said = reply(told, title, "Root cause")
    assert "The connection pool of user-service is exhausted." in said.words
    assert "Scale the connection pool of user-service" in said.words
    assert "Could not be checked" in said.words
    assert len(told.workspace.messages(RITA, ALERTS, shown(told, title).ts)) == 2


def test_what_somebody_says_of_it_replaces_the_buttons_and_is_remembered(told: House) -> None:
    title = "SSL certificate for api.example.com expires in 24 hours"
    assert sent(told, title=title, severity="medium", service="api") == 200
    said = reply(told, title, "before it expires")
    told.workspace.press(said, "Right", RITA, ALERTS)
    assert "says that this is right" in reply(told, title, "says that this").words
    assert "Right" not in reply(told, title, "says that this").buttons


def test_who_says_that_it_is_wrong_is_asked_what_it_was(told: House) -> None:
    title = "Disk usage of /var on web-9 is at 97 %"
    assert sent(told, title=title, severity="high") == 200
    said = reply(told, title, "A disk")
    told.workspace.press(said, "Wrong", RITA, ALERTS)
    modal = told.workspace.until(lambda: told.workspace.modal(RITA), 20)
    assert "What was it?" in str(modal.raw)
    assert "Cause" in modal.words


def test_a_story_of_the_sandbox_is_explained_in_its_thread_with_a_chart(told: House) -> None:
    wish = {"kind": "pool-exhausted-rds", "to": f"{told.bot.url}/alerts/sandbox", "key": KEY}
    status, raised = asked(told.account.url, "POST", "/control/stories", wish)
    assert (status, raised["status"]) == (200, 200)
    said = reply(told, "orders-db-connections", "Root cause")
    assert "Connections rose to" in said.words
    assert "Key metrics" in said.words

    def chart() -> Shown | None:
        replies = told.workspace.messages(RITA, ALERTS, shown(told, "orders-db-connections").ts)
        return next((each for each in replies if each.raw.get("files")), None)

    assert told.workspace.until(chart, 30)
