"""What lies ahead for machines, and what of it clashes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from core.answers.schedule import Clash, ScheduledWork, Target
from core.conflicts import Conflict, ConflictKind
from core.fleet import Instance
from core.gaps import Gap
from core.maintenance import MaintenanceWindow, Run
from core.patching.standing import Standing
from core.patching.states import State
from core.windows.obstacles import taken
from core.windows.peers import peers_of

AHEAD = (State.RUNNING, State.ROLLING_BACK, State.APPROVED, State.SCHEDULED, State.WAITING)
"""The states of patches that have something ahead of them."""

_BEGUN = frozenset({State.RUNNING, State.ROLLING_BACK})
_FIRST = datetime.min.replace(tzinfo=UTC)
_PACKAGES_NAMED = 3


def patch_work(standing: Standing) -> ScheduledWork:
    """A patch: when it may run, or since when it runs."""
    workflow, plan = standing.workflow, standing.plan
    window = None if standing.state in _BEGUN else workflow.binding_window
    return ScheduledWork(
        kind="patch",
        work_id=workflow.workflow_id,
        what=_packages(standing),
        on=tuple(Target(instance_id=each.instance_id, name=each.name) for each in plan.machines),
        start=window.start if window else workflow.started_at,
        end=window.end if window else None,
        zone=window.zone if window else "UTC",
        state=standing.state,
        requested_by=workflow.requested_by,
        approved_by=tuple(vote.user_id for vote in workflow.counted),
        approvals_needed=standing.needed,
        rule=workflow.auto_rule,
    )


def window_work(runs: Iterable[Run], fleet: Sequence[Instance]) -> tuple[ScheduledWork, ...]:
    """Each maintenance window that works on a machine of the fleet, once, with its next run."""
    by_window: dict[str, list[Run]] = defaultdict(list)
    for run in sorted(runs, key=lambda run: run.start):
        by_window[run.window.window_id].append(run)
    works = []
    for several in by_window.values():
        first = several[0]
        hit = sorted((each for each in fleet if first.window.hits(each)), key=lambda each: each.label)
        on = tuple(Target(instance_id=each.instance_id, name=each.label) for each in hit)
        work = ScheduledWork(
            kind="maintenance window",
            work_id=first.window.window_id,
            what=first.window.name,
            on=on,
            start=first.start,
            end=first.end,
            runs=len(several),
            last=several[-1].start,
        )
        works += [work] if on else []
    return tuple(works)


def in_order(works: Iterable[ScheduledWork]) -> tuple[ScheduledWork, ...]:
    """What runs or may begin at any moment, then by its start."""
    return tuple(sorted(works, key=lambda work: (work.start or _FIRST, work.work_id)))


def clashes(
    works: Sequence[ScheduledWork], runs: Sequence[Run], closed: Sequence[Conflict], fleet: Sequence[Instance]
) -> tuple[Clash, ...]:
    """What speaks against the works that have a time, worst and soonest first.

    A machine that the fleet does not have is held only against what names it.
    """
    by_id = {each.instance_id: each for each in fleet}
    found = [clash for work in works for clash in _of_calendar(work, runs, closed)]
    timed = [work for work in works if work.kind == "patch" and work.start and work.end]
    for work in timed:
        found += _of_machines(work, runs, [other for other in timed if other is not work], by_id)
    return tuple(sorted(found, key=lambda clash: (not clash.conflict.forbids, clash.conflict.start, clash.work_id)))


def unresolved(windows: Iterable[MaintenanceWindow], fleet: Sequence[Instance]) -> tuple[Gap, ...]:
    """Windows of which it cannot be told whether they work on a machine of the fleet."""
    names = [
        window.name
        for window in windows
        if not any(window.hits(each) for each in fleet) and any(window.hits(each) is None for each in fleet)
    ]
    if not names:
        return ()
    why = "They work on a resource group, whose members are not read here."
    return (Gap(what=f"which machines {', '.join(names)} works on", why=why),)


def schedule_summary(
    works: Sequence[ScheduledWork], found: Sequence[Clash], later: int, days_ahead: int, *, whole: bool
) -> str:
    """What lies ahead in one sentence or two; nothing is never said where something could not be read."""
    patches = [work for work in works if work.kind == "patch"]
    waiting = sum(work.state is State.WAITING for work in patches)
    said = _told(len(patches), len(works) - len(patches), whole=whole) + f" in the next {_counted(days_ahead, 'day')}"
    if waiting:
        said += f", {waiting} of the patches {'waits' if waiting == 1 else 'wait'} for approval"
    if later:
        said += f"; {_counted(later, 'patch', 'patches')} later"
    if found:
        said += f"; {_counted(len(found), 'conflict')}"
    return f"{said}." if whole else f"{said}. Not all of it could be read."


def _told(patches: int, windows: int, *, whole: bool) -> str:
    if not (patches or windows):
        return "Nothing" if whole else "Nothing was found"
    told = f"{_counted(patches, 'patch', 'patches')} and {_counted(windows, 'maintenance window')}"
    return told[0].upper() + told[1:]


def _packages(standing: Standing) -> str:
    if standing.plan.undoes:
        return "a drill of the way back" if standing.plan.drill else f"a rollback of {standing.plan.undoes.workflow_id}"
    names = list(dict.fromkeys(each.name for machine in standing.plan.machines for each in machine.packages))
    more = len(names) - _PACKAGES_NAMED
    return ", ".join(names[:_PACKAGES_NAMED]) + (f" and {more} more" if more > 0 else "")


def _of_calendar(work: ScheduledWork, runs: Iterable[Run], closed: Iterable[Conflict]) -> Iterator[Clash]:
    """The closings that meet a patch, or the first run of a window that they meet."""
    times = [(work.start, work.end)] if work.start and work.end else []
    if work.kind == "maintenance window":
        times = [(run.start, run.end) for run in runs if run.window.window_id == work.work_id]
    for each in closed:
        if any(each.meets(start, end) for start, end in times if start and end):
            yield Clash(work_id=work.work_id, what=work.what, conflict=each)


def _of_machines(
    work: ScheduledWork, runs: Iterable[Run], others: Iterable[ScheduledWork], by_id: Mapping[str, Instance]
) -> Iterator[Clash]:
    """What works on the machines of a patch, or on their peers, while it may run; each reason with its machines."""
    start, end = work.start or _FIRST, work.end or _FIRST
    meeting = [run for run in runs if start < run.end and run.start < end]
    named: dict[Conflict, list[str]] = defaultdict(list)
    for target in work.on:
        instance = by_id.get(target.instance_id) or Instance(instance_id=target.instance_id, state="unknown")
        peers = peers_of(instance, by_id.values())
        found = taken(instance, peers, meeting) + tuple(
            conflict
            for other in others
            if (conflict := _with_patch(other, target, {each.instance_id for each in peers.running}, peers.why))
        )
        for conflict in found:
            if conflict.meets(start, end):
                named[conflict].append(target.name)
    for conflict, names in named.items():
        yield Clash(work_id=work.work_id, what=work.what, conflict=conflict, on=tuple(names))


def _with_patch(other: ScheduledWork, target: Target, peers: set[str], why: str) -> Conflict | None:
    """What another patch means for a machine; None where it works on neither it nor its peers."""
    on = {each.instance_id: each.name for each in other.on}
    if not (other.start and other.end):
        return None
    if target.instance_id in on:
        says = f"The patch {other.work_id} works on this machine at the same time."
        return Conflict(kind=ConflictKind.PATCH, start=other.start, end=other.end, says=says)
    hit = [name for instance_id, name in on.items() if instance_id in peers]
    if not hit:
        return None
    who = hit[0] if len(hit) == 1 else f"{hit[0]} and {len(hit) - 1} more"
    says = f"The patch {other.work_id} works on {who} of {why} at the same time."
    return Conflict(kind=ConflictKind.PEER_PATCH, start=other.start, end=other.end, says=says)


def _counted(count: int, noun: str, many: str = "") -> str:
    return f"{count or 'no'} {noun if count == 1 else many or noun + 's'}"
