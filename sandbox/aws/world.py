"""Everything one sandbox process holds: the account, its faults and its log."""

from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from moto.iam.models import get_account_id_from
from moto.moto_api._internal.models import moto_api_backend

from sandbox.aws.account import ACCOUNT_ID, DEFAULT_REGION, Account
from sandbox.aws.autoscaling.replace import watch
from sandbox.aws.expand import expand
from sandbox.aws.faults import FaultPlan
from sandbox.aws.findings import FindingIndex
from sandbox.aws.fleet import start_fleet
from sandbox.aws.guard import Guard, Rules
from sandbox.aws.landscape import build_landscape
from sandbox.aws.log import CallLog
from sandbox.aws.scale import fleet
from sandbox.aws.ssm.associations import keep_inventory
from sandbox.aws.ssm.library import seed_own_documents
from sandbox.aws.ssm.override_list import seed_override_bucket
from sandbox.aws.ssm.windows import seed_windows
from sandbox.aws.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Size:
    """How large the account is; `findings=None` means as many as it has by itself.

    `speed` divides how long things take in it, such as a patch or a boot. `documents`: the account's own command
    documents are there from the start.
    """

    fleet: int = 12
    findings: int | None = None
    region: str = DEFAULT_REGION
    latency_ms: float = 0
    debug: bool = False
    speed: float = 1.0
    documents: bool = False


class World:
    """The seeded account and what surrounds it; moto's state is global, so one per process."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.faults = FaultPlan()
        self.log = CallLog()
        self.guard = Guard()
        self._lock = Lock()
        self._elsewhere: dict[tuple[str, str], Account] = {}
        self.account = _seed(size)

    def reset(self) -> None:
        """Begin again: a fresh account, no faults, no guard, an empty log."""
        self.faults.clear()
        with self._lock:
            self.account = _seed(self.size)
            self._elsewhere.clear()
        self.log.clear()
        self.guard.put(Rules())

    def account_of(self, access_key: str, region: str) -> Account:
        """The account a caller is in, by the key moto gave out; an unseeded one is empty."""
        account_id = get_account_id_from(access_key)
        own = self.account
        if (account_id, region) == (own.id, own.region):
            return own
        with self._lock:
            return self._elsewhere.setdefault((account_id, region), own.elsewhere(account_id, region))


def _seed(size: Size) -> Account:
    moto_api_backend.reset()
    now = datetime.now(UTC).replace(microsecond=0)
    land = build_landscape(ACCOUNT_ID, size.region)
    pairs = start_fleet(land, fleet(size.fleet), now)
    findings = expand(pairs, size.findings, now)
    seed_windows(ACCOUNT_ID, size.region)
    hosts = {host.id: host for _, host in pairs}
    if size.documents:
        seed_own_documents(ACCOUNT_ID, size.region)
    seed_override_bucket(ACCOUNT_ID, size.region)
    account = Account(ACCOUNT_ID, size.region, now, hosts, FindingIndex(findings), timeline=Timeline(size.speed))
    keep_inventory(account)
    watch(account)
    return account
