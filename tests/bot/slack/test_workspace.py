"""Which workspace the token belongs to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.slack.workspace import Workspace
from services.slack.errors import SlackRefused
from services.store.sqlite import SqliteStore
from tests.bot.slack.door import FakeSlack
from tests.core.examples import StillClock
from tests.eventually import eventually


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore.open(tmp_path / "state", StillClock())
    yield store
    store.close()


def started(store: SqliteStore, slack: FakeSlack, foreign: list[str] | None = None) -> Workspace:
    workspace = Workspace(slack, store, "xoxb-1", (foreign if foreign is not None else []).append)
    workspace.start()
    return workspace


def test_it_is_asked_in_the_background_and_remembered_over_a_restart(store: SqliteStore) -> None:
    workspace = started(store, FakeSlack())
    assert eventually(lambda: workspace.installed).team_id == "T1"
    authorized = workspace.authorized()
    assert (authorized.bot_token, authorized.bot_id, authorized.bot_user_id) == ("xoxb-1", "B1", "UBOT")
    later = Workspace(FakeSlack(), store, "xoxb-1", lambda _: None)
    assert (later.team_id, later.installed) == ("T1", None)


def test_until_slack_answers_the_reason_is_known_and_nobody_is_refused_the_token(store: SqliteStore) -> None:
    slack = FakeSlack()

    def refuse(method: str) -> None:
        raise SlackRefused(method, "invalid_auth")

    slack.fails = refuse
    workspace = started(store, slack)
    assert "not valid" in eventually(lambda: workspace.problem if "auth.test" in workspace.problem else "")
    assert (workspace.team_id, workspace.authorized().bot_token) == ("", "xoxb-1")
    workspace.stop()
    workspace._thread.join(5)


def test_the_state_of_another_workspace_is_not_touched(store: SqliteStore) -> None:
    first = started(store, FakeSlack())
    eventually(lambda: first.installed)

    class Other(FakeSlack):
        def call(self, method: str, /, **arguments: object) -> dict[str, object]:
            return {**super().call(method, **arguments), "team_id": "T2"}

    foreign: list[str] = []
    other = started(store, Other(), foreign)
    eventually(lambda: foreign)
    assert "T1" in foreign[0]
    assert "T2" in foreign[0]
    assert (other.installed, other.team_id) == (None, "T1")
