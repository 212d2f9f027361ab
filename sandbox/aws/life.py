"""What becomes of each machine: since which boot it runs, whether it answers, and what is on its disk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.aws.scale import stable_uuid


@dataclass(frozen=True, slots=True)
class Item:
    """A package, or an update of Windows, on a disk.

    `installed` is "" while it is not; `available` is the newest version that can be had. `boot_id` is the boot it was
    installed in, where that was after the start of the sandbox, and `before` the version until then.
    """

    kb: str
    name: str
    installed: str
    available: str
    known: bool
    classification: str = ""
    severity: str = ""
    cves: tuple[str, ...] = ()
    installed_at: datetime | None = None
    boot_id: str = ""
    failed: bool = False
    rejected: bool = False
    before: str = ""

    @property
    def current(self) -> bool:
        """Whether nothing newer can be had."""
        return self.installed == self.available


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction of the package manager; `changes` gives the version before and after by `Item.kb`."""

    id: int
    changes: Mapping[str, tuple[str, str]]
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Disk:
    """What is on a root volume. It never changes, so a snapshot of it is the thing itself."""

    items: Mapping[str, Item]
    transactions: tuple[Transaction, ...] = ()


@dataclass(slots=True)
class Life:
    """One machine; `disk` None is the one it was seeded with, `up_at` when its present boot is over.

    `serving` is whether its service answers the load balancer, and `serving_since` when that last changed;
    `package_lock` is the command that holds the package manager.
    """

    instance_id: str
    boots: int = 0
    up_at: datetime | None = None
    disk: Disk | None = None
    agent_lost: bool = False
    serving: bool = True
    serving_since: datetime | None = None
    package_lock: str = ""

    @property
    def boot_id(self) -> str:
        """What /proc/sys/kernel/random/boot_id says: another one after each boot."""
        return stable_uuid(f"boot/{self.instance_id}/{self.boots}")

    def boot(self, up_at: datetime) -> None:
        """Begin to boot; the agent is there again when it is over."""
        self.boots += 1
        self.up_at = up_at
        self.agent_lost = False
        self.package_lock = ""

    def serve(self, now: datetime, *, works: bool) -> None:
        """Let its service work, or fail, from now on."""
        if works is not self.serving:
            self.serving, self.serving_since = works, now

    def booting(self, now: datetime) -> bool:
        """Whether its boot is not over yet."""
        return self.up_at is not None and now < self.up_at


@dataclass(slots=True)
class Lives:
    """The machines whose life differs from the seed, by id."""

    _known: dict[str, Life] = field(default_factory=dict)

    def of(self, instance_id: str) -> Life:
        """One machine's life; it may be changed while the account's timeline is held."""
        return self._known.setdefault(instance_id, Life(instance_id))

    def changed(self) -> list[Life]:
        """The machines that another disk or another boot sets apart from the seed."""
        return [life for life in list(self._known.values()) if life.disk is not None or life.boots]
