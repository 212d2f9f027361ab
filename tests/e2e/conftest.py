"""The assistant between the sandbox's Slack and AWS: processes of their own, one set for each worker."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.slack.server import running
from tests.e2e.account import Account
from tests.e2e.processes import ROOT, Bot, environment, part, part_of, serving
from tests.e2e.workspace import Workspace

MANIFEST = ROOT / "manifest.yaml"
HASTY = {"TOOL_CACHE_TIME": "0", "SRE_ANSWER_DEADLINE": "6"}


@dataclass(frozen=True)
class House:
    """Everything that runs, and how the assistant was told."""

    workspace: Workspace
    account: Account
    bot: Bot
    given: Mapping[str, str]


def open_house(stack: ExitStack, folder: Path, aws_url: str, **settings: str) -> House:
    """A house with a Slack process and an assistant of its own, which is connected and serves its port."""
    workspace = Workspace(stack.enter_context(part("sandbox.slack", "--port", "0", "--quiet")))
    given = environment(workspace.url, aws_url, folder / "state", **settings)
    bot = stack.enter_context(serving(given, folder))
    assert workspace.connected(), bot.log
    bot.health_when(bool)
    return House(workspace, Account(aws_url), bot, given)


@pytest.fixture(scope="session")
def aws_url() -> Iterator[str]:
    """One account for all houses: who breaks it mends it."""
    with part("sandbox.aws", "--port", "0") as url:
        yield url


@pytest.fixture(scope="session")
def calm_house(aws_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with ExitStack() as stack:
        yield open_house(stack, tmp_path_factory.mktemp("calm"), aws_url)


@pytest.fixture(scope="session")
def stormy_house(aws_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """With an assistant that remembers no answer and gives up soon."""
    with ExitStack() as stack:
        yield open_house(stack, tmp_path_factory.mktemp("stormy"), aws_url, **HASTY)


@pytest.fixture
def newcomer(aws_url: str, tmp_path: Path) -> Iterator[House]:
    """The same with an assistant that knows nothing yet; may be ended."""
    with ExitStack() as stack:
        yield from visited(open_house(stack, tmp_path, aws_url, **HASTY))


def visited(house: House) -> Iterator[House]:
    """A house with a fresh workspace; afterwards no secret of the visit may stand in the assistant's log."""
    # A thread that comes after its root was forgotten would be undeliverable for ever.
    house.bot.health_when(lambda told: part_of(told, "messages").get("detail", "").startswith("0 waiting"))
    house.workspace.post("reset")
    house.workspace.post("faults")
    before = len(house.bot.log)
    yield house
    told = house.bot.log
    sys.stdout.write(told[before:])  # pytest shows it where the test failed
    assert not [secret for secret in house.workspace.secrets() if secret in told]


@pytest.fixture
def house(calm_house: House) -> Iterator[House]:
    yield from visited(calm_house)


@pytest.fixture
def storm(stormy_house: House) -> Iterator[House]:
    yield from visited(stormy_house)


@pytest.fixture
def workspace(house: House) -> Workspace:
    return house.workspace


@pytest.fixture
def slack() -> Iterator[Workspace]:
    """A Slack without anybody connected to it."""
    with running(MANIFEST) as server:
        yield Workspace(server.url)
