"""What happened to one instance and who came in to it: events, sessions, SSH and connections that were turned away."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

from core.errors import AssistantError, NotFound, Upstream
from core.fleet import Instance
from core.flow_rejects import Rejects
from core.gaps import Gap
from core.logins import FailedLogins, Login, in_vain, logins_in, together
from core.sshd import ssh_logins
from core.strands import calls_of
from core.trail import dig, line
from services.aws.crew import Crew
from services.aws.deadline import answering_within, left_s, patience_s
from services.aws.ec2 import Fleet
from services.aws.log_lines import Lines
from workflows.trail import Trail, TrailAnswer

# Any of these words is in each line of sshd's that tells of a login or an attempt.
_SSHD = "?Accepted ?Failed ?Invalid ?preauth ?attempts"
_WITHIN_S = 4.5
_TELLING_S = 0.4  # of it, in which each says what it has
_NO_GROUPS = Gap(
    what="logins over SSH",
    why="no log group of theirs is configured",
    advice="Ship the log of sshd to CloudWatch Logs, and name the group in SRE_SSH_LOG_GROUPS.",
    by_choice=True,
)
Told = TypeVar("Told")
Record = Mapping[str, object]


class Machines(Protocol):
    """See `services.aws.ec2`."""

    def instances(self, instance_ids: Sequence[str] = ()) -> Fleet:
        """What there is of these; raises Upstream."""
        ...

    def not_found(self, instance_ids: Sequence[str]) -> NotFound:
        """The error for ids that are not there."""
        ...


class Visits(Protocol):
    """See `services.aws.sessions`."""

    def of(self, instance_id: str, since: datetime) -> tuple[Login, ...]:
        """Sessions on a machine; raises Upstream."""
        ...


class Logs(Protocol):
    """See `services.aws.log_lines`."""

    def matching(self, group: str, streams: str, pattern: str, since: datetime, until: datetime) -> Lines:
        """Lines of a log group."""
        ...


class Traffic(Protocol):
    """See `services.aws.flow_logs`."""

    def rejects(self, instance: Instance, since: datetime, until: datetime) -> Rejects:
        """Connections that were turned away."""
        ...


@dataclass(frozen=True, slots=True)
class InstanceActivity:
    """What is known of an instance in a span; `gaps` name what is not.

    `events` are records, oldest first, that name it, its security groups, volumes or interfaces; `calls` those that its
    role made on it. `logins` are newest first, without refused attempts over SSH, which `failed` counts by address.
    """

    instance_id: str
    events: tuple[Record, ...]
    calls: tuple[Record, ...]
    logins: tuple[Login, ...]
    failed: tuple[FailedLogins, ...]
    rejects: Rejects
    gaps: tuple[Gap, ...]
    read_until: datetime | None
    oldest_read: datetime | None


@dataclass(frozen=True, slots=True)
class InstanceSources:
    """What is asked; `ssh_groups` are the log groups that the log of sshd is shipped to."""

    machines: Machines
    visits: Visits
    logs: Logs
    traffic: Traffic
    ssh_groups: Sequence[str] = ()


class InstanceTrail:
    """Asks all of them side by side."""

    def __init__(self, trail: Trail, sources: InstanceSources, crew: Crew) -> None:
        self._trail = trail
        self._sources = sources
        self._crew = crew

    def of(self, instance_id: str, since: datetime, until: datetime) -> InstanceActivity:
        """What happened to an instance between two moments.

        Raises:
            NotFound: there is no such instance.
            Upstream: EC2 did not say what belongs to it.
        """
        with answering_within(_WITHIN_S):
            instance = self._crew.answer(partial(self._instance, instance_id), "DescribeInstances")
            with answering_within(left_s() - _TELLING_S):
                asks = self._asked(instance, since, until)
            wait(asks, timeout=patience_s())
        return _put_together(instance_id, asks)

    def _instance(self, instance_id: str) -> Instance:
        found = self._sources.machines.instances([instance_id]).instances
        if not found:
            raise self._sources.machines.not_found([instance_id])
        return found[0]

    def _asked(self, instance: Instance, since: datetime, until: datetime) -> list[Future[object]]:
        own = instance.instance_id
        things = (own, *instance.security_group_ids, *instance.volume_ids, *instance.interface_ids)
        return [
            self._crew.submit(self._trail.about, things, since, until, (calls_of(own),)),
            self._crew.submit(self._sources.visits.of, own, since),
            self._crew.submit(self._ssh, own, since, until),
            self._crew.submit(self._sources.traffic.rejects, instance, since, until),
        ]

    def _ssh(self, instance_id: str, since: datetime, until: datetime) -> Lines:
        if not self._sources.ssh_groups:
            return Lines((), (_NO_GROUPS,))
        told = [
            self._sources.logs.matching(group, instance_id, _SSHD, since, until) for group in self._sources.ssh_groups
        ]
        lines = sorted(each for one in told for each in one.lines)
        return Lines(tuple(lines), tuple(gap for one in told for gap in one.gaps))


def _put_together(instance_id: str, asks: Sequence["Future[object]"]) -> InstanceActivity:
    trail, first = _told(asks[0], TrailAnswer((), (), None, None), "events", TrailAnswer)
    visits, second = _told(asks[1], (), "sessions of Systems Manager", tuple)
    lines, third = _told(asks[2], Lines(()), "logins over SSH", Lines)
    rejects, fourth = _told(asks[3], Rejects(), "connections that were turned away", Rejects)
    events, fifth = _records(trail)
    ssh = list(ssh_logins(lines.lines))
    came_in = [each for each in ssh if each.accepted]
    return InstanceActivity(
        instance_id=instance_id,
        events=tuple(each for each in events if not _made_on(each, instance_id)),
        calls=tuple(each for each in events if _made_on(each, instance_id)),
        logins=together(logins_in(events, instance_id), [*visits, *came_in]),
        failed=in_vain(ssh),
        rejects=rejects,
        gaps=(*trail.gaps, *first, *fifth, *second, *lines.gaps, *third, *rejects.gaps, *fourth),
        read_until=trail.read_until,
        oldest_read=trail.oldest_read,
    )


def _told(ask: "Future[object]", nothing: Told, what: str, kind: type[Told]) -> tuple[Told, tuple[Gap, ...]]:
    """What a question brought, or nothing and why."""
    try:
        if not ask.done():
            ask.cancel()
            raise Upstream.timed_out(what)
        found = ask.result()
    except AssistantError as error:
        return nothing, (Gap(what=what, why=error.sentence, advice=error.advice),)
    assert isinstance(found, kind)  # noqa: S101  for the type checker: each question has its own kind of answer
    return found, ()


def _records(trail: TrailAnswer) -> tuple[list[Record], tuple[Gap, ...]]:
    try:
        return list(trail.events), ()
    except Upstream as error:
        return [], (Gap(what="events", why=error.sentence, advice=error.advice),)


def _made_on(event: Record, instance_id: str) -> bool:
    """Whether the credentials of the instance made a call: its id is the name of the session."""
    return line(dig(event.get("userIdentity"), "arn")).rpartition("/")[2] == instance_id
