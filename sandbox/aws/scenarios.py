"""What is going to go wrong on which machine, as a test or a demo decides it."""

from collections.abc import Mapping
from threading import Lock
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

EVERY = "*"
Delivery = Literal["", "undeliverable", "delivery_times_out", "access_denied"]
Undo = Literal["", "packages_gone"]
Snapshots = Literal["", "error", "stuck"]
Status = Literal["", "impaired", "insufficient-data"]
RootReplacement = Literal["", "failed", "failed-detached"]


class Scenario(BaseModel):
    """One machine's trouble; nothing by default.

    `exit_code` is what an Install ends with: 1 when a package fails, 152 or 155 when /var is full, 156 when a payload
    cannot be had from S3, 194 for a reboot in between, on Windows 3010. `install_s` is how long it takes, before the
    account's speed divides it; `snapshot_s` and `boot_s` likewise. `agent_lost` loses the agent in the middle of the
    next Install, after its packages are there. `snapshots` fail after half of their time, or are never over;
    `never_boots` keeps a machine from coming back after the next boot; `status` is what EC2's checks of it say.
    `snapshot_quota` is how many snapshots the account may have when one of this machine is asked for.
    `domain_controller` and `bitlocker` are what a Windows machine says of itself; None: it cannot tell.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    exit_code: int = Field(default=0, ge=0, le=3010)
    install_s: float | None = Field(default=None, ge=0)
    agent_lost: bool = False
    delivery: Delivery = ""
    health_fails: bool = False
    breaks_service: bool = False
    busy: bool = False
    disk_full: bool = False
    locked: bool = False
    payload_unreachable: bool = False
    undo: Undo = ""
    snapshots: Snapshots = ""
    snapshot_s: float | None = Field(default=None, ge=0)
    snapshot_quota: int | None = Field(default=None, ge=0)
    boot_s: float | None = Field(default=None, ge=0)
    never_boots: bool = False
    status: Status = ""
    root_replacement: RootReplacement = ""
    domain_controller: bool | None = False
    bitlocker: bool | None = False


class Scenarios:
    """Scenarios by instance id, or for all machines (`*`)."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._plan: dict[str, Scenario] = {}

    def put(self, plan: Mapping[str, Scenario]) -> None:
        """Add scenarios; one for the same machine replaces the former."""
        with self._lock:
            self._plan.update(plan)

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._plan.clear()

    def of(self, instance_id: str) -> Scenario:
        """What goes wrong on one machine."""
        with self._lock:
            return self._plan.get(instance_id) or self._plan.get(EVERY) or Scenario()

    def current(self) -> dict[str, Scenario]:
        """All of them."""
        with self._lock:
            return dict(self._plan)
