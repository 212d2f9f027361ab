"""The assistant as a process between a Slack that fails and counts, and an account that does.

`SRE_FAULTS=long` gives every fault its full length and number; without it each is tried once and briefly.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.clock import SystemClock
from sandbox.slack.seed import AARON, SRE_OPS
from services.slack.outbox import Lane, Message, Outbox
from services.store.sqlite import FILE, SqliteStore
from tests.e2e.processes import AGENT, Bot, environment, part, serving
from tests.e2e.workspace import Workspace
from tests.faults.patching.plans import Drawn, drawn
from tests.faults.patching.ward import SPEED, Ward, ward_in
from tests.faults.waiting import waited_for

NOWHERE = "http://127.0.0.1:9"
SETTINGS = {"SRE_SEND_LEASE": "3", "TOOL_CACHE_TIME": "0", "SRE_ANSWER_DEADLINE": "6"}


@dataclass(frozen=True)
class Scene:
    """A Slack, what the assistant is told, and its folder."""

    slack: Workspace
    given: dict[str, str]
    folder: Path

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @contextmanager
    def bot(self, begin: Sequence[str | Path] = (AGENT, "serve")) -> Iterator[Bot]:
        """The assistant, connected."""
        with serving(self.given, self.folder, begin) as bot:
            assert self.slack.connected(), bot.log
            yield bot

    @contextmanager
    def outbox(self) -> Iterator[Outbox]:
        """The outbox on the assistant's own state, as any process of this machine may open it."""
        store = SqliteStore.open(self.state, SystemClock())
        try:
            yield Outbox(store, SystemClock())
        finally:
            store.close()

    def ask_for(self, *messages: Message) -> None:
        """Put messages into the outbox."""
        with self.outbox() as outbox:
            for each in messages:
                outbox.post(each)

    def posted(self, channel: str = SRE_OPS, thread: str = "") -> list[str]:
        """What everybody sees in the channel, or in a thread of it."""
        return [each.text for each in self.slack.messages(AARON, channel, thread)]

    def effects(self, key: str) -> dict[str, int]:
        """What was done in Slack under a key."""
        counts: dict[str, int] = self.slack.get("effects")["keys"].get(key, {})
        return counts

    def until_empty(self, seconds: float) -> None:
        """Wait until nothing waits in the outbox."""
        with self.outbox() as outbox:
            waited_for(lambda: outbox.health().queued == 0, seconds)


def numbered(start: int, end: int, **more: object) -> list[Message]:
    """Messages whose key and text are their number."""
    fields = {"channel": SRE_OPS, "lane": Lane.NORMAL} | more
    return [Message.model_validate({"key": f"n{n}", "text": f"n{n}"} | fields) for n in range(start, end)]


def integrity(state: Path) -> str:
    """What SQLite says of the state file."""
    connection = sqlite3.connect(state / FILE)
    try:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    finally:
        connection.close()


@pytest.fixture(scope="session")
def slack_url() -> Iterator[str]:
    with part("sandbox.slack", "--port", "0", "--quiet") as url:
        yield url


@pytest.fixture(scope="session")
def aws_url() -> Iterator[str]:
    with part("sandbox.aws", "--port", "0") as url:
        yield url


@pytest.fixture
def scene(slack_url: str, tmp_path: Path) -> Scene:
    """Without an account: nothing is asked of AWS."""
    slack = Workspace(slack_url)
    slack.post("reset")
    return Scene(slack, environment(slack_url, NOWHERE, tmp_path / "state", **SETTINGS), tmp_path)


@pytest.fixture
def scene_with_aws(scene: Scene, aws_url: str) -> Scene:
    return Scene(scene.slack, scene.given | {"AWS_ENDPOINT_URL": aws_url}, scene.folder)


@pytest.fixture(scope="session")
def fast_aws_url() -> Iterator[str]:
    """An account in which a patch takes seconds; each test begins it anew."""
    with part("sandbox.aws", "--port", "0", "--speed", f"{SPEED}", "--documents") as url:
        yield url


@pytest.fixture
def ward(slack_url: str, fast_aws_url: str, tmp_path: Path) -> Ward:
    return ward_in(Workspace(slack_url), fast_aws_url, tmp_path)


@pytest.fixture(scope="session")
def plans(fast_aws_url: str, tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    return drawn(fast_aws_url, tmp_path_factory.mktemp("planning"))
