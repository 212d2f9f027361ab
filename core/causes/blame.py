"""Which component started it: blame walks from the alarm along the calls, to whoever had the trouble that it shows.

Each component hands on what its callees explain: how surely a callee left its normal, and how much of the caller's
added time (or failed calls), period by period, it had itself. What no callee explains stays where it is. So the
deepest component in trouble gets the blame, and one that is merely noisy, or troubled at another time, does not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.causes.graph import Graph, untraced
from core.causes.shift import Floats, Measured, Moment, Shift, Trouble, Values, floats, is_volume, shift_of, trouble_of
from core.model import Model

# Who fails may be slow for that reason, and the other way round; it is weaker evidence than the same kind.
_OTHER_KIND = 0.5
# Who works at its limit makes its callers slow or fail; how much of that it is nobody has measured.
_STRAIN = 0.8
# A view from outside says nothing that the component itself does not say better.
_STAND_IN = 0.2
_LEAST = 1e-3


class Suspect(Model):
    """A component, the share of the blame that stayed with it (all shares are 1), and how far it left its normal.

    `strength` is 0 (as always) to 1 (surely not); `trouble` is None where nothing of it moved; `depth` counts calls
    from the component of the alarm.
    """

    component: str
    blame: float
    strength: float
    trouble: Trouble | None
    depth: int


@dataclass(frozen=True, slots=True)
class _Scene:
    """Every component's shifts by kind of trouble, and the kind that the alarm is about."""

    shifts: Mapping[str, Mapping[Trouble, Shift]]
    asked: Trouble

    def strength(self, component: str) -> tuple[float, Trouble | None]:
        """The surest shift of a component, that of the other kind counting less."""
        weighed = [(self._weight(kind) * each.strength, kind) for kind, each in self.of(component).items()]
        return max(weighed, default=(0.0, None), key=lambda pair: pair[0])

    def of(self, component: str) -> Mapping[Trouble, Shift]:
        return self.shifts.get(component, {})

    def explains(self, callee: str, caller: str) -> float:
        """Which share of the caller's trouble the callee accounts for by what it took or failed, 0 to 1."""
        return max(
            (self._explained(each, caller) for each in self.of(callee).values() if not _is_strain(each)), default=0
        )

    def strains(self, callee: str, caller: str) -> float:
        """Which share it may account for because it works at its limit, 0 to 1."""
        return max((self._explained(each, caller) for each in self.of(callee).values() if _is_strain(each)), default=0)

    def _explained(self, shift: Shift, caller: str) -> float:
        of_caller = self.of(caller)
        own = of_caller.get(self.asked) or next(iter(of_caller.values()), None)
        if own is None or not own.extra.any():
            return shift.strength * self._weight(shift.trouble)
        # That the caller is in trouble is known; of a callee it is asked whether it is as surely.
        surely = min(1.0, shift.strength / max(own.strength, _LEAST))
        if own.trouble == shift.trouble and not _is_strain(shift):
            return surely * float(np.minimum(shift.extra, own.extra).sum() / own.extra.sum())
        other = _STRAIN if _is_strain(shift) else _OTHER_KIND
        return other * surely * _alike(shift.extra, own.extra)

    def _weight(self, kind: Trouble) -> float:
        if kind == self.asked:
            return 1.0
        return _STRAIN if kind == "strained" else _OTHER_KIND


def suspects(
    component: str,
    metric: str,
    at: float,
    times: Sequence[float],
    series: Mapping[Measured, Values],
    calls: Graph,
    normal: Mapping[Measured, Values] | None = None,
) -> tuple[Suspect, ...]:
    """The components that may have caused an alarm, the most likely first; never empty: the alarm's own is among them.

    Args:
        component: Whose metric raised the alarm.
        metric: That metric; one about failures or about time.
        at: When, in epoch seconds.
        times: The beginnings of the periods around it, in epoch seconds; several should be over before the alarm.
        series: The values of each component in these periods, None where nothing was measured.
        calls: Who calls whom.
        normal: Values of the same series at a normal time, of any length.
    """
    moment = Moment(np.array(times, dtype=np.float64), at)
    scene = _Scene(_shifts(moment, series, normal or {}), trouble_of(metric) or "slow")
    blame, depths = _walked(component, calls, scene)
    found = []
    for each in dict.fromkeys((*blame, *(key.component for key in series))):
        strength, trouble = scene.strength(each)
        depth = depths.get(each, -1)
        share = round(blame.get(each, 0.0), 6)
        found.append(Suspect(component=each, blame=share, strength=strength, trouble=trouble, depth=depth))
    # Who is not reached by any call can only be a bystander, unless nothing else is known.
    return tuple(sorted(found, key=lambda one: (-one.blame, one.depth < 0, untraced(one.component), -one.strength)))


def _walked(start: str, calls: Graph, scene: _Scene) -> tuple[dict[str, float], dict[str, int]]:
    blame: dict[str, float] = {start: 1.0}
    depths: dict[str, int] = {start: 0}
    for component, callees in calls.outward(start):
        held = blame.get(component, 0.0)
        shares = _shares(component, callees, scene) if held > _LEAST else {}
        for callee in callees:
            depths.setdefault(callee, depths.get(component, 0) + 1)
            blame[callee] = blame.get(callee, 0.0) + held * shares.get(callee, 0.0)
        blame[component] = held * (1.0 - sum(shares.values()))
    return blame, depths


def _shares(caller: str, callees: Sequence[str], scene: _Scene) -> dict[str, float]:
    """Which share of a caller's blame goes to each callee; at most all of it."""
    shares = {callee: scene.explains(callee, caller) for callee in callees}
    seen_itself = max((share for callee, share in shares.items() if not untraced(callee)), default=0.0)
    for callee, share in shares.items():
        if untraced(callee) and seen_itself >= share / 2:
            shares[callee] = share * _STAND_IN
    # Who works at its limit can only be behind what nobody is measured to have taken.
    left = max(0.0, 1.0 - sum(shares.values()))
    for callee in callees:
        shares[callee] = max(shares[callee], left * scene.strains(callee, caller))
    total = sum(shares.values())
    return {callee: share / max(1.0, total) for callee, share in shares.items()}


def _shifts(
    moment: Moment, series: Mapping[Measured, Values], normal: Mapping[Measured, Values]
) -> dict[str, dict[Trouble, Shift]]:
    volumes = {key.component: floats(values) for key, values in series.items() if is_volume(key.metric)}
    found: dict[str, dict[Trouble, Shift]] = {}
    for key in sorted(series, key=_preferred):
        trouble = trouble_of(key.metric)
        kinds = found.setdefault(key.component, {})
        if trouble is None or (trouble in kinds and trouble != "strained"):
            continue
        usual = floats(normal.get(key, ()))
        shift = shift_of(trouble, floats(series[key]), moment, usual, _calls(volumes.get(key.component)))
        # A component may be strained in several ways, of which the surest counts.
        if shift is not None and (trouble not in kinds or kinds[trouble].strength < shift.strength):
            kinds[trouble] = shift
    return found


def _is_strain(shift: Shift) -> bool:
    return shift.trouble == "strained"


def _calls(volume: Floats | None) -> Floats | None:
    return None if volume is None or not np.isfinite(volume).any() else np.nan_to_num(volume)


def _preferred(key: Measured) -> tuple[bool, str]:
    """Averages first: percentiles of a few calls are one call."""
    return key.statistic.lower() != "average", key.statistic


def _alike(one: Floats, other: Floats) -> float:
    """How alike two courses are whatever their size, 0 to 1."""
    length = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / length if length else 0.0
