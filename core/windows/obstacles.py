"""What lies in the way ahead: maintenance windows of the machine and of its peers, and business hours."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from core.business_hours import BusinessHours
from core.conflicts import Conflict, ConflictKind, joined
from core.fleet import Instance
from core.maintenance import Run
from core.windows.peers import Peers


def taken(instance: Instance, peers: Peers, runs: Iterable[Run]) -> tuple[Conflict, ...]:
    """The runs that hit the machine or a running peer, and the times at which all running peers are hit at once."""
    told = sorted(runs, key=lambda run: run.start)
    windows = {run.window.window_id: run.window for run in told}
    hit = {key: tuple(peer for peer in peers.running if window.hits(peer)) for key, window in windows.items()}
    own = {key for key, window in windows.items() if window.hits(instance)}
    of_peers = [run for run in told if hit[run.window.window_id]]
    return joined(
        (
            *(_own(run) for run in told if run.window.window_id in own),
            *(_of_peers(run, hit[run.window.window_id], peers) for run in of_peers),
            *_emptied(instance, peers, of_peers, hit),
        )
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
    instance: Instance, peers: Peers, runs: Iterable[Run], hit: Mapping[str, Sequence[Instance]]
) -> Iterator[Conflict]:
    """From the start of each run that leaves none of the peers; `runs` in order of their start."""
    says = f"Maintenance windows work on all others of {peers.why} then: with {instance.label} none would be left."
    active: list[Run] = []
    for run in runs:
        active = [*(each for each in active if each.end > run.start), run]
        away = {peer.instance_id for each in active for peer in hit[each.window.window_id]}
        if len(away) == len(peers.running):
            end = min(each.end for each in active)
            yield Conflict(kind=ConflictKind.ROLE_EMPTY, start=run.start, end=end, says=says)
