"""Reports on a test's own account, in a store and a folder of files that are memory."""

from hashlib import sha256
from pathlib import Path

from core.clock import Clock
from core.errors import NotFound
from services.store.migrations import migrate
from services.store.opening import attach
from services.store.sqlite import SqliteStore
from tests.workflows.fakes import POOL, Account, FakeAws, FakeEc2, FakeInspector, Remembered
from workflows.census import CensusTaker
from workflows.reports import Reports

AUDIT_KEY = b"a fake key, for tests"


class Shelf:
    """Files by their digest; what a test takes away is not kept any more."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        digest = sha256(content).hexdigest()
        self.kept[digest] = content
        return digest

    def get(self, digest: str) -> bytes:
        if digest not in self.kept:
            raise NotFound("The file is not kept any more.")
        return self.kept[digest]


def memory_store(clock: Clock) -> SqliteStore:
    path = Path("memory")
    database = attach(":memory:", synchronous="OFF")
    migrate(database, path)
    return SqliteStore(database, path, clock, lambda: AUDIT_KEY)


def taker(account: Account, clock: Clock, *, deadline_s: float = 5.0) -> CensusTaker:
    aws, ec2, inspector = FakeAws(account), FakeEc2(account), FakeInspector(account, POOL)
    return CensusTaker(aws, ec2, inspector, Remembered(), clock, deadline_s)


def reports(account: Account, clock: Clock, shelf: Shelf | None = None) -> Reports:
    return Reports(taker(account, clock), memory_store(clock), shelf or Shelf(), clock, 300)
