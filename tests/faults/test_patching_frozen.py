"""A process that stands still in the instant in which its request leaves: whoever takes over repeats nothing."""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from core.patching.issued import Issued
from core.patching.states import State
from sandbox.ports import free_port
from services.store.sqlite import FILE
from tests.e2e.account import WEB_1
from tests.e2e.processes import Bot, asked
from tests.e2e.workspace import Workspace
from tests.faults.patching.plans import HEAVY, Drawn
from tests.faults.patching.ward import Ward, ward_in
from tests.faults.waiting import waited_for, when_long

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="whether it stands still is read there")
EFFECTS = ("snapshots", "install", "reboot", "scan", "enter standby", "exit standby after patch")
LIFE_S, LATE_S = 6, 8
"""How long AWS takes a signature here, and how long the next process therefore waits."""
PATIENT_S = 60
STILL = frozenset("Tt")
Fresh = Callable[[], Ward]


@dataclass(frozen=True)
class Frozen:
    """A process that stands still, and what it was doing."""

    ward: Ward
    bot: Bot
    issued: Issued
    workflow_id: str

    @property
    def stands_still(self) -> bool:
        """Whether it does already."""
        return Path(f"/proc/{self.bot.process.pid}/stat").read_text().rpartition(")")[2].split()[0] in STILL

    @property
    def in_nobodys_way(self) -> bool:
        """Whether others can write the state: a process may also stand still in the middle of a write of its own."""
        with closing(sqlite3.connect(self.ward.folder / "state" / FILE, timeout=0.2, isolation_level=None)) as state:
            try:
                state.execute("BEGIN IMMEDIATE").connection.execute("ROLLBACK")
            except sqlite3.OperationalError:
                return False
        return True

    @property
    def fence(self) -> int:
        """Under which lease the machine is worked on."""
        machine = self.ward.machine(self.workflow_id, WEB_1)
        return int(machine.doc["fence"]) if machine else 0

    def goes_on(self) -> None:
        """Let it send what it was about to send."""
        os.kill(self.bot.process.pid, signal.SIGCONT)

    def check(self) -> None:
        """Whoever took over has finished, and the one that stood still has noticed."""
        assert self.ward.over(self.workflow_id) is State.VERIFIED, self.ward.last(self.workflow_id)
        self.goes_on()
        waited_for(lambda: "is carried on elsewhere" in self.bot.log, 30, lambda: self.bot.log[-2000:])
        self.ward.check(self.issued, self.workflow_id)


@pytest.fixture
def fresh(slack_url: str, fast_aws_url: str, tmp_path: Path) -> Fresh:
    """Makes wards, each with a state of its own."""
    numbers = count()

    def ward() -> Ward:
        folder = tmp_path / f"{next(numbers)}"
        folder.mkdir()
        return ward_in(Workspace(slack_url), fast_aws_url, folder)

    return ward


@contextmanager
def frozen(fresh: Fresh, plans: Drawn, effect: str, late_s: float) -> Iterator[Frozen]:
    """A process that stands still when a request of an effect leaves, and in nobody's way."""
    while True:
        ward, issued = fresh(), plans.cut(WEB_1, packages=HEAVY)
        with ward.bot(SRE_CRASH_AT=f"aws {effect}:leaving", SRE_PATCH_LATE=f"{late_s}") as bot:
            found = Frozen(ward, bot, issued, ward.approved(issued))
            waited_for(lambda: found.stands_still, 60, lambda: ward.last(found.workflow_id))  # noqa: B023 - called here
            if found.in_nobodys_way:
                try:
                    yield found
                finally:
                    found.goes_on()
                return
            bot.process.kill()


@contextmanager
def taken_over(frozen: Frozen, late_s: float) -> Iterator[None]:
    """Another process on the same state."""
    with frozen.ward.bot(MCP_SERVER_PORT=str(free_port()), SRE_PATCH_LATE=f"{late_s}"):
        yield


@when_long
@pytest.mark.parametrize("effect", EFFECTS)
def test_a_request_that_left_after_its_signature_had_run_out_does_nothing(
    fresh: Fresh, plans: Drawn, effect: str
) -> None:
    with frozen(fresh, plans, effect, LATE_S) as one:
        asked(one.ward.aws_url, "POST", "/control/guard", {"signature_life_s": LIFE_S})
        with taken_over(one, LATE_S):
            one.check()


@when_long
@pytest.mark.parametrize("effect", EFFECTS)
def test_a_request_that_arrives_while_it_is_waited_for_is_found(fresh: Fresh, plans: Drawn, effect: str) -> None:
    with frozen(fresh, plans, effect, PATIENT_S) as one, taken_over(one, PATIENT_S):
        waited_for(lambda: one.fence > 1, 30, lambda: one.ward.last(one.workflow_id))
        one.goes_on()
        one.check()
