"""What could go wrong in a window, in words with numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import assert_never

import numpy as np

from core.answers.patch_window import Level, RiskAssessment
from core.conflicts import Conflict, ConflictKind
from core.fleet import Instance
from core.windows.choice import Choice
from core.windows.grid import HOUR, WEEK, Ints
from core.windows.measured import Resource
from core.windows.outlook import Outlook
from core.windows.peers import Peers
from core.windows.weeks import Rhythm

BUSY_PCT = 60  # of the usual peak: above, a restart is felt
FULL_PCT, STRAINED_PCT = 80, 60  # of CPU, on the machines that are left
_GAPS = 0.1
_SOON = 4  # quarter hours after a window in which a rise endangers work that takes longer
_GROWS_PCT = 10
_NAMED = 3
_ORDER: tuple[Level, ...] = ("high", "medium", "unknown", "low")


@dataclass(frozen=True, slots=True)
class Risk:
    """One thing that could go wrong."""

    level: Level
    says: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else is known: the machine's label, state and CPU, its peers and theirs by instance id; and what is not."""

    label: str
    state: str
    cpu: Resource | None
    peers: Peers
    peer_cpu: Mapping[str, Resource]
    unread: tuple[str, ...]


def risks_of(outlook: Outlook, slots: Ints, around: Surroundings, conflicts: Sequence[Conflict]) -> tuple[Risk, ...]:
    """Worst first; the load of earlier weeks is always said."""
    found = [
        _earlier_weeks(outlook, slots),
        *_not_running(around),
        *_left_alone(slots, around),
        *(_conflicting(each) for each in conflicts),
        *(Risk("unknown", each) for each in around.unread),
        *_unsteady(outlook),
    ]
    return tuple(sorted(found, key=lambda risk: _ORDER.index(risk.level)))


def assessment(risks: Sequence[Risk]) -> RiskAssessment:
    """As bad as the worst of them; what is not known counts as medium."""
    levels = {risk.level for risk in risks}
    level: Level = "high" if "high" in levels else "medium" if levels & {"medium", "unknown"} else "low"
    return RiskAssessment(level=level, risks=tuple(risk.says for risk in risks))


def _earlier_weeks(outlook: Outlook, slots: Ints) -> Risk:
    peaks = [float(np.nanmax(week[slots])) for week in outlook.weeks.raw if np.isfinite(week[slots]).any()]
    above = [peak for peak in peaks if peak > BUSY_PCT]
    if not above:
        says = f"In all {len(peaks)} weeks load stayed at or below {max(peaks):.0f} % of its usual peak then."
        return Risk("low", says)
    weeks = f"{len(above)} of {len(peaks)} weeks"
    says = f"In {weeks} load rose above {BUSY_PCT} % of its usual peak then, to {max(above):.0f} %."
    return Risk("high" if 2 * len(above) >= len(peaks) else "medium", says)


def peak_after(outlook: Outlook, choice: Choice, slots: Ints) -> Conflict | None:
    """A rise that comes every week soon after the end, such as a backup: work that takes longer would meet it."""
    after = (int(slots[-1]) + 1 + np.arange(_SOON)) % WEEK
    loads = outlook.profile.expected[after]
    high = np.flatnonzero(loads > max(BUSY_PCT, 2 * choice.expected))
    if outlook.flat or not len(high):
        return None
    minutes = int(high[0]) * 60 // HOUR
    when = f"{minutes} min after its end" if minutes else "At its end"
    start = datetime.fromtimestamp(choice.end, UTC) + timedelta(minutes=minutes)
    return Conflict(
        kind=ConflictKind.RECURRING_PEAK,
        start=start,
        end=start + timedelta(hours=1),
        says=f"{when} load usually rises to {np.nanmax(loads):.0f} % of its peak: no time to run over.",
    )


def _not_running(around: Surroundings) -> Iterator[Risk]:
    if around.state in {"stopped", "stopping"}:
        yield Risk("medium", f"{around.label} is {around.state}: it must run to be patched.")


def _left_alone(slots: Ints, around: Surroundings) -> Iterator[Risk]:
    """Whether the machines of the same work can carry it."""
    peers = around.peers
    if not peers.asked:
        yield Risk("unknown", "Which machines do the same work could not be read.")
    elif not peers.why:
        says = "Nothing tells which machines do the same work: no auto scaling group, Role tag or numbered name."
        yield Risk("unknown", says)
    elif not peers.running:
        yield Risk("medium", f"No other running machine shares {peers.why}: it is gone while {around.label} restarts.")
    else:
        yield _carried(slots, around)


def _carried(slots: Ints, around: Surroundings) -> Risk:
    running = around.peers.running
    share = f"{_named(running)} {'shares' if len(running) == 1 else 'share'} {around.peers.why}"
    own = around.cpu.high(slots) if around.cpu else None
    told = [
        around.peer_cpu[each.instance_id].high(slots)
        for each in around.peers.sample
        if each.instance_id in around.peer_cpu
    ]
    known = [each for each in told if each is not None]
    if own is None or len(known) < len(around.peers.sample):
        return Risk("unknown", f"{share}; how much CPU they have left then is not known.")
    each_pct = sum(known) / len(known) + own / len(running)
    level: Level = "high" if each_pct > FULL_PCT else "medium" if each_pct > STRAINED_PCT else "low"
    they = "it would carry" if len(running) == 1 else "each would carry"
    by = f", going by {len(known)} of them" if len(known) < len(running) else ""
    return Risk(level, f"{share}: without {around.label} {they} up to {each_pct:.0f} % CPU then{by}.")


def _named(running: Sequence[Instance]) -> str:
    names = ", ".join(each.label for each in running[:_NAMED])
    return f"{names} and {len(running) - _NAMED} more" if len(running) > _NAMED else names


def _conflicting(conflict: Conflict) -> Risk:
    match conflict.kind:
        case ConflictKind.CALENDAR_CLOSED | ConflictKind.ROLE_EMPTY:
            return Risk("high", conflict.says)
        case (
            ConflictKind.BUSINESS_HOURS
            | ConflictKind.MAINTENANCE_WINDOW
            | ConflictKind.PEER_WINDOW
            | ConflictKind.PATCH
            | ConflictKind.PEER_PATCH
            | ConflictKind.RECURRING_PEAK
        ):
            return Risk("medium", conflict.says)
        case _:
            assert_never(conflict.kind)


def _unsteady(outlook: Outlook) -> Iterator[Risk]:
    weeks = outlook.weeks
    if outlook.missing > _GAPS:
        yield Risk("medium", f"{100 * outlook.missing:.0f} % of the time was not measured.")
    if not outlook.flat:
        match weeks.rhythm:
            case Rhythm.STEADY:
                pass
            case Rhythm.MOVED:
                way = "later" if weeks.moved_h > 0 else "earlier"
                says = (
                    f"The rhythm moved {abs(weeks.moved_h)} h {way} in the last week; earlier weeks were moved along."
                )
                yield Risk("medium", says)
            case Rhythm.ODD:
                yield Risk(
                    "medium", "The last week went unlike the weeks before it; if it stays so, this is no quiet time."
                )
            case Rhythm.NONE:
                yield Risk("medium", "The weeks are hardly alike, so the quiet time may not come back.")
            case _:
                assert_never(weeks.rhythm)
