"""Boots a machine: its agent and its service are there again when that is over, unless a scenario keeps it down."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from moto.ec2.models.instances import Instance

from sandbox.aws.account import Account

_BOOT_S = 45.0
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Watchers:
    """Who wants to know of each machine that goes down, by its id."""

    told: list[Callable[[str], None]] = field(default_factory=list)


@dataclass(slots=True)
class Boots:
    """When each machine began its present boot, by instance id; and whether its host was started with it."""

    began: dict[str, datetime] = field(default_factory=dict)
    cold: set[str] = field(default_factory=set)


def boot(account: Account, machine: Instance, *, cold: bool = False) -> None:
    """Begin a boot now; `cold` after a stop, so that EC2 checks its host anew as well."""
    trouble = account.scenarios.of(machine.id)
    seconds = _BOOT_S if trouble.boot_s is None else trouble.boot_s
    now = account.timeline.now()
    account.life(machine.id).boot(NEVER if trouble.never_boots else now + account.timeline.span(seconds))
    account.effects.add("boot", machine.id)
    boots = account.state.of(Boots)
    boots.began[machine.id] = now
    going_down(account, machine.id)
    (boots.cold.add if cold else boots.cold.discard)(machine.id)


def going_down(account: Account, instance_id: str) -> None:
    """Say that a machine goes down, for a boot or for longer."""
    for told in account.state.of(Watchers).told:
        told(instance_id)
