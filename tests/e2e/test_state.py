"""The state folder: damaged, another workspace's, shared with a second process."""

import json
from contextlib import closing
from pathlib import Path

from core.clock import SystemClock
from services.store import ABSENT, Put
from services.store.sqlite import FILE, SqliteStore
from tests.e2e.conftest import House
from tests.e2e.processes import command, environment, serving
from tests.e2e.workspace import Workspace

NOWHERE = "http://127.0.0.1:9"


def test_a_damaged_state_is_refused_in_a_sentence_and_kept(tmp_path: Path) -> None:
    damaged = tmp_path / FILE
    damaged.write_bytes(b"this is no database, but somebody may want it back" * 100)
    before = damaged.read_bytes()
    ran = command(environment(NOWHERE, NOWHERE, tmp_path), "serve")
    assert ran.returncode == 1
    [line] = ran.stderr.strip().splitlines()
    assert str(damaged) in line
    assert "was kept" in line
    assert damaged.read_bytes() == before


def test_the_state_of_another_workspace_is_refused(slack: Workspace, tmp_path: Path) -> None:
    with closing(SqliteStore.open(tmp_path, SystemClock())) as store:
        store.put(Put("workspace", "installed", {"team_id": "T0OTHER001"}, expect=ABSENT))
    with serving(environment(slack.url, NOWHERE, tmp_path), tmp_path) as bot:
        assert bot.process.wait(40) == 1
        assert "The state belongs to workspace T0OTHER001, but the app is installed in T0SANDBOX1" in bot.log
        assert "Give each workspace its own SRE_DATA_DIR" in bot.log


def test_the_terminal_works_on_the_files_of_a_serving_process(house: House) -> None:
    first = command(house.given, "health", "--json")
    assert first.returncode == 0, first.stderr
    assert [part["state"] for part in json.loads(first.stdout)["parts"] if part["name"] == "AWS"]
    assert "12 instances" in house.workspace.type("/sre-vuln-check").text
