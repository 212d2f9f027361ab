"""One machine as CloudWatch hears from it: what it is, since when it reports, what happened to it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf

from moto.ec2.models import ec2_backends
from moto.ec2.models.instances import Instance

from sandbox.aws.account import Account
from sandbox.aws.cloudwatch.noise import BLOCK_S, key_of
from sandbox.aws.findings import Host
from sandbox.aws.seed.metrics import Credits, Role, Story, Touched, metrics

_HOUR_S = 3_600
_BURSTABLE = ("t3", "t3a", "t4g")
_STOPPED_AT = re.compile(r"\((\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC\)")


@dataclass(frozen=True, slots=True)
class Event:
    """A story with its times in epoch seconds."""

    story: Story
    begin: int
    end: float


@dataclass(frozen=True, slots=True)
class Machine:
    """What the figures of one instance follow from; it reports from `first` until `last`, in epoch seconds."""

    id: str
    type: str
    image: str
    system: str
    volumes: int
    detailed: bool
    agent: bool
    role_name: str
    zone: str
    key: int
    first: int
    last: float
    events: tuple[Event, ...]

    @property
    def role(self) -> Role:
        """The behaviour of its role."""
        roles = metrics().role
        return roles.get(self.role_name, roles["legacy"])

    @property
    def credits(self) -> Credits | None:
        """What it earns; None when its type is not burstable."""
        family, _, size = self.type.partition(".")
        return metrics().credits.get(size) if family in _BURSTABLE else None

    def events_on(self, touched: Touched) -> tuple[Event, ...]:
        """What happened to one of its sides."""
        return tuple(event for event in self.events if event.story.touches == touched)


def reporting(account: Account, wanted: Collection[str] | None = None) -> Mapping[str, Machine]:
    """The machines of the seed that have ever reported, by instance id; only the wanted ones when given.

    A machine that somebody launched after the start is new: nothing is known of it yet.
    """
    backend = ec2_backends[account.id][account.region]
    found = (
        _machine(account, account.hosts[one.id], one)
        for one in backend.all_instances()
        if one.id in account.hosts and (wanted is None or one.id in wanted)
    )
    return {one.id: one for one in found if not one.events_on("silent")}


def _machine(account: Account, host: Host, instance: Instance) -> Machine:
    return Machine(
        id=host.id,
        type=instance.instance_type,
        image=host.image,
        system=host.system,
        volumes=len(instance.block_device_mapping),
        detailed=instance.monitoring_state == "enabled",
        agent=host.agent,
        role_name=host.tags.get("Role", ""),
        zone=metrics().zones.get(host.tags.get("Owner", ""), "UTC"),
        key=key_of(host.id),
        first=-(-int(host.launched.timestamp()) // BLOCK_S) * BLOCK_S,
        last=_stopped_at(instance),
        events=tuple(_event(account, story) for story in metrics().story if story.machine == host.name),
    )


def _event(account: Account, story: Story) -> Event:
    start = int(account.started.timestamp()) // BLOCK_S * BLOCK_S
    begin = _block(start - story.hours_ago * _HOUR_S)
    return Event(story, begin, inf if story.hours is None else _block(begin + story.hours * _HOUR_S))


def _block(at: float) -> int:
    return round(at / BLOCK_S) * BLOCK_S


def _stopped_at(instance: Instance) -> float:
    """Moto keeps the time of a stop only in its sentence; a machine that runs again has none."""
    if instance.state == "running":
        return inf
    told = _STOPPED_AT.search(str(instance.state_transition_reason or ""))
    if told is None:
        return 0
    return datetime.strptime(told[1], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC).timestamp()
