"""What lies in the way ahead: maintenance windows of the machine and of its peers, and business hours."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from core.business_hours import BusinessHours
from core.conflicts import Conflict, ConflictKind
from core.fleet import Instance
from core.maintenance import Run
from core.windows.peers import Peers


def taken(instance: Instance, peers: Peers, runs: Iterable[Run]) -> tuple[Conflict, ...]:
    """The runs that hit the machine or a running peer, and the times at which all running peers are hit at once."""
    told = list(runs)
    hit_peers = [(run, [peer for peer in peers.running if run.window.hits(peer)]) for run in told]
    return (
        *(_own(run) for run in told if run.window.hits(instance)),
        *(_of_peers(run, hit, peers) for run, hit in hit_peers if hit),
        *_emptied(instance, peers, hit_peers),
    )


def in_business(hours: BusinessHours | None, zone: ZoneInfo, start: datetime, until: datetime) -> tuple[Conflict, ...]:
    """The business hours ahead, none where a team has none."""
    if hours is None:
        return ()
    return tuple(
        Conflict(kind=ConflictKind.BUSINESS_HOURS, start=begin, end=end, says="It lies in business hours.")
        for begin, end in hours.spans(zone, start, until)
    )


def _own(run: Run) -> Conflict:
    says = f"The maintenance window {run.window.name} works on this machine at the same time."
    return Conflict(kind=ConflictKind.MAINTENANCE_WINDOW, start=run.start, end=run.end, says=says)


def _of_peers(run: Run, hit: Sequence[Instance], peers: Peers) -> Conflict:
    names = hit[0].label if len(hit) == 1 else f"{hit[0].label} and {len(hit) - 1} more"
    says = f"The maintenance window {run.window.name} works on {names} of {peers.why} at the same time."
    return Conflict(kind=ConflictKind.PEER_WINDOW, start=run.start, end=run.end, says=says)


def _emptied(
    instance: Instance, peers: Peers, hit_peers: Sequence[tuple[Run, Sequence[Instance]]]
) -> Iterator[Conflict]:
    every = {peer.instance_id for peer in peers.running}
    for run, _ in hit_peers if every else ():
        at_once = [(other, hit) for other, hit in hit_peers if other.start <= run.start < other.end]
        if every == {peer.instance_id for _, hit in at_once for peer in hit}:
            says = (
                f"Maintenance windows work on all others of {peers.why} then: with {instance.label} none would be left."
            )
            end = min(other.end for other, hit in at_once if hit)
            yield Conflict(kind=ConflictKind.ROLE_EMPTY, start=run.start, end=end, says=says)
