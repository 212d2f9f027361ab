"""People in processes of their own, who decide about the same patch in the same moment."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.clock import SystemClock
from services.store.sqlite import SqliteStore
from tests.workflows.patching.people import Office
from tests.workflows.reporting import AUDIT_KEY

ROOT = Path(__file__).parents[3]
RACER = """
import sys
from pathlib import Path
from tests.workflows.patching.people import person
from tests.workflows.patching.racing import opened
office, user, what = opened(Path(sys.argv[1])), person(sys.argv[2]), sys.argv[3]
print("ready", flush=True)
for line in sys.stdin:
    workflow_id, digest = line.split()
    if what == "approve":
        ruling = office.approvals.approve(user, workflow_id, digest)
    else:
        ruling = office.approvals.stop(user, workflow_id, digest, "no")
    print(ruling.why, ruling.sentence, flush=True)
"""


def opened(folder: Path) -> Office:
    """An office on the state in a folder, as any process of this machine may open it."""
    return Office(SqliteStore.open(folder, SystemClock(), audit_key=lambda: AUDIT_KEY), SystemClock())


@dataclass(frozen=True)
class Racer:
    """One person in a process."""

    process: "subprocess.Popen[str]"

    def start(self, workflow_id: str, digest: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{workflow_id} {digest}\n")
        self.process.stdin.flush()

    def told(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()


@contextmanager
def racers(folder: Path, *who: tuple[str, str]) -> Iterator[Sequence[Racer]]:
    """A process for each person and what they do: approve, or stop."""
    started = [_racer(folder, user, what) for user, what in who]
    try:
        assert [each.told() for each in started] == ["ready\n"] * len(who)
        yield started
    finally:
        for each in started:
            each.process.communicate(timeout=10)


def raced(competitors: Sequence[Racer], office: Office, workflow_id: str) -> list[str]:
    """What each was told, in the alphabet's order."""
    digest = office.digest(workflow_id)
    for each in competitors:
        each.start(workflow_id, digest)
    return sorted(each.told() for each in competitors)


def _racer(folder: Path, user: str, what: str) -> Racer:
    command = [sys.executable, "-c", RACER, str(folder), user, what]
    return Racer(subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
