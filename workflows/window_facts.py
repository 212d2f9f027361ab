"""What is known about one instance that could be patched: its load, its peers, and what lies in the way."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.conflicts import Conflict
from core.fleet import Instance
from core.gaps import Gap
from core.maintenance import MaintenanceWindow, Run
from core.metrics import EC2, metric_of
from core.progress import Progress
from core.series import Metric, Series
from core.windows.obstacles import taken
from core.windows.outlook import HISTORY_S
from core.windows.peers import Peers, peers_of
from services.aws.change_calendar import ChangeCalendar, Closings
from services.aws.cloudwatch import CloudWatch, Readings
from services.aws.crew import Crew
from services.aws.deadline import left_s
from services.aws.ec2 import Ec2, Fleet
from services.aws.maintenance_windows import MaintenanceWindows
from services.aws.session import Aws
from workflows.told import Told, told

ZONE_TAG = "PatchTimezone"
_PERIOD = timedelta(hours=1)
_THREADS = 32
# The first questions end before the last do, as some of those follow from their answers.
_FIRST, _LAST = 0.5, 0.9
_PEER_LOAD = "the load of its peers"


@dataclass(frozen=True, slots=True)
class Sources:
    """Who is asked, and which change calendars about."""

    ec2: Ec2
    cloudwatch: CloudWatch
    calendar: ChangeCalendar
    maintenance: MaintenanceWindows
    calendars: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """`series` are the instance's own, `peer_cpu` by instance id; `gaps` say what could not be read.

    `load_read`: all of the series are there. `unread` says of what lies ahead what is not known, in sentences.
    """

    instance: Instance
    peers: Peers
    zone: ZoneInfo
    series: tuple[Series, ...]
    load_read: bool
    peer_cpu: Mapping[str, Series]
    conflicts: tuple[Conflict, ...]
    unread: tuple[str, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class _First:
    """The questions that need no other's answer."""

    fleet: Future[Fleet]
    load: Future[Readings]
    closings: Future[Closings]
    windows: Future[tuple[MaintenanceWindow, ...]]


@dataclass(frozen=True, slots=True)
class _Site:
    """The instance among its peers; without an answer of EC2's all but its id is unknown."""

    instance: Instance
    peers: Peers
    zone: ZoneInfo
    gaps: tuple[Gap, ...]


class WindowFacts:
    """Asks everything side by side, as far as the deadline allows that holds where it is called."""

    def __init__(self, aws: Aws, sources: Sources, zone: ZoneInfo) -> None:
        self._aws = aws
        self._from = sources
        self._zone = zone
        self._pool = Crew(_THREADS, thread_name_prefix="windows")

    def account(self) -> str:
        """Which account this is; asked on a thread, as the first time it takes a call that may hang.

        Raises:
            Upstream: AWS did not say before the deadline.
        """
        return self._pool.answer(lambda: self._aws.account, "GetCallerIdentity")

    def gather(self, instance_id: str, now: datetime, until: datetime, progress: Progress) -> Known:
        """Everything about one instance, from four weeks before `now` to `until`.

        Raises:
            NotFound: EC2 does not know the instance.
        """
        progress.say("Reading four weeks of load, calendars and maintenance windows")
        owed_s = left_s()
        first = self._ask(instance_id, now, until)
        _wait(first.fleet, first.windows, timeout_s=_timeout_s(owed_s, _FIRST))
        site = self._site(instance_id, told(first.fleet, "names, tags and peers of the instances"))
        windows = told(first.windows, "which maintenance windows there are")
        hitting = [each for each in windows.answer or () if _matters(each, site)]
        progress.say("Reading the load of its peers")
        runs = self._pool.submit(self._from.maintenance.runs, hitting, until)
        peers = self._pool.submit(self._read_peers, site.peers, now)
        _wait(first.load, first.closings, runs, peers, timeout_s=_timeout_s(owed_s, _LAST))
        return _known(site, first, windows, told(runs, "when maintenance windows run"), told(peers, _PEER_LOAD))

    def _ask(self, instance_id: str, now: datetime, until: datetime) -> _First:
        return _First(
            fleet=self._pool.submit(self._from.ec2.instances),
            load=self._pool.submit(self._read, _load_metrics(instance_id), now),
            closings=self._pool.submit(self._from.calendar.closings, self._from.calendars, now, until),
            windows=self._pool.submit(self._from.maintenance.enabled),
        )

    def _read(self, metrics: tuple[Metric, ...], now: datetime) -> Readings:
        start = now - timedelta(seconds=HISTORY_S) - _PERIOD
        return self._from.cloudwatch.read(metrics, start, now, int(_PERIOD.total_seconds()))

    def _read_peers(self, peers: Peers, now: datetime) -> Readings:
        return self._read(tuple(_cpu(each.instance_id) for each in peers.sample), now)

    def _site(self, instance_id: str, fleet: Told[Fleet]) -> _Site:
        if fleet.answer is None:
            return _Site(
                Instance(instance_id=instance_id, state="unknown"), Peers("", asked=False), self._zone, fleet.gaps
            )
        found = {each.instance_id: each for each in fleet.answer.instances}
        if instance_id not in found:
            raise self._from.ec2.not_found([instance_id])
        instance = found[instance_id]
        zone, gaps = self._zone_of(instance)
        return _Site(instance, peers_of(instance, fleet.answer.instances), zone, gaps)

    def _zone_of(self, instance: Instance) -> tuple[ZoneInfo, tuple[Gap, ...]]:
        """The zone that its tag names, else the team's."""
        named = instance.tags.get(ZONE_TAG, "").strip()
        if not named:
            return self._zone, ()
        try:
            return ZoneInfo(named), ()
        except (ZoneInfoNotFoundError, ValueError, OSError):  # unknown, with a path in it, or a folder's name
            gap = Gap(
                what=f"its own time zone: the tag {ZONE_TAG} says {named}",
                why=f"That is no time zone, so {self._zone.key} is taken.",
                advice="Give it an IANA name such as Europe/Berlin.",
            )
            return self._zone, (gap,)


def _wait(*futures: Future[Any], timeout_s: float | None) -> None:
    wait(futures, timeout=timeout_s)


def _timeout_s(owed_s: float, share: float) -> float | None:
    """Until this share of the time is up that was left at the beginning; None where nobody waits."""
    return None if owed_s == inf else max(0.0, left_s() - owed_s * (1 - share))


def _cpu(instance_id: str) -> Metric:
    return _metric("CPUUtilization", instance_id).model_copy(update={"statistic": "Maximum"})


def _load_metrics(instance_id: str) -> tuple[Metric, ...]:
    return (_cpu(instance_id), _metric("NetworkIn", instance_id), _metric("NetworkOut", instance_id))


def _metric(name: str, instance_id: str) -> Metric:
    return metric_of(EC2, name, (("InstanceId", instance_id),))


def _matters(window: MaintenanceWindow, site: _Site) -> bool:
    return any(window.hits(each) for each in (site.instance, *site.peers.running))


def _known(
    site: _Site,
    first: _First,
    windows: Told[tuple[MaintenanceWindow, ...]],
    runs: Told[tuple[Run, ...]],
    peers: Told[Readings],
) -> Known:
    load, closings = told(first.load, "its load"), told(first.closings, "when change calendars are closed")
    conflicts = (
        *(closings.answer.conflicts if closings.answer else ()),
        *taken(site.instance, site.peers, runs.answer or ()),
    )
    calendar_gaps = closings.answer.gaps if closings.answer else closings.gaps
    window_gaps = (*windows.gaps, *runs.gaps, *_unresolved(site, windows.answer or ()))
    load_gaps = load.answer.gaps if load.answer else load.gaps
    return Known(
        instance=site.instance,
        peers=site.peers,
        zone=site.zone,
        series=load.answer.series if load.answer else (),
        load_read=not load_gaps,
        peer_cpu=_by_instance(peers.answer.series if peers.answer else ()),
        conflicts=conflicts,
        unread=tuple(f"It is not known {gap.what}." for gap in (*calendar_gaps, *window_gaps)),
        gaps=(*site.gaps, *load_gaps, *calendar_gaps, *window_gaps, *_peer_gaps(peers)),
    )


def _by_instance(several: Iterable[Series]) -> dict[str, Series]:
    return {dict(series.metric.dimensions)["InstanceId"]: series for series in several}


def _peer_gaps(peers: Told[Readings]) -> tuple[Gap, ...]:
    if peers.answer is None:
        return peers.gaps
    return tuple(gap.model_copy(update={"what": _PEER_LOAD}) for gap in peers.answer.gaps[:1])


def _unresolved(site: _Site, windows: tuple[MaintenanceWindow, ...]) -> tuple[Gap, ...]:
    """Windows that may hit the instance: by a resource group, or by tags where those are not known."""
    tagged = site.peers.asked
    unknown = [each.name for each in windows if each.hits(site.instance) is None or not tagged]
    if not unknown:
        return ()
    why = "They work on a resource group, whose members are not read here." if tagged else "Its tags are not known."
    return (Gap(what=f"whether it is hit by {', '.join(unknown)}", why=why),)
