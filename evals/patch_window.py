"""How well a patch window is chosen: on the weeks before, judged by the load that then really came.

Figures: regret (mean load in the chosen window over that of the best window that existed, minus 1, on average),
fixed_regret (the same for Sunday 03:00 by the owner's clock), judged (series), and not_enough (too short to choose).
With --data DIR the series are those of its .jsonl files (`times` and `values`, or `t` and `v`, in epoch seconds; `zone`
if there is one) that go on for three weeks; where there is none, the figures are of loads made from a seed, which is
said. moved_regret and walk_confidence are of made loads always: a rhythm that moved in the last week, and none at all.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from zoneinfo import ZoneInfo

import numpy as np

from core.windows import best_windows
from core.windows.grid import HOUR, STEP_S, WEEK, Floats, Grid, grid_of, wall_steps
from evals.weekly import Series, moved_family, walk_family, weekly_family

_WEEK_S = 7 * 86_400
_SUNDAY_THREE = (6 * 24 + 3) * HOUR
_MONDAY = 3 * 24 * HOUR


@dataclass(frozen=True, slots=True)
class Judged:
    """Mean loads of the week after: in the chosen window, in the best that existed, on Sunday at three."""

    name: str
    chosen: float
    best: float
    fixed: float
    confidence: float

    @property
    def regret(self) -> float:
        """How much more load than the best, as a share of it."""
        return _over(self.chosen, self.best)

    @property
    def fixed_regret(self) -> float:
        """The same for Sunday at three."""
        return _over(self.fixed, self.best)


def judge(series: Series, minutes: int) -> Judged | None:
    """Choose before the last week and look at it; None where the weeks before are too few or the last has gaps."""
    until = series.times[-1]
    now = until - _WEEK_S
    windows = best_windows(series.times, series.values, zone=series.zone, now=now, minutes=minutes, most=1)
    after = grid_of(series.times, series.values, now, until + STEP_S)
    means = _means(after, max(1, minutes * 60 // STEP_S))
    zone = ZoneInfo(series.zone)
    wall = wall_steps(after.steps[: len(means)], zone)
    possible = means[(wall % HOUR == 0) & np.isfinite(means)]
    sundays = np.flatnonzero((wall + _MONDAY) % WEEK == _SUNDAY_THREE)
    if not windows or not possible.size or not sundays.size:
        return None
    chosen, fixed = float(means[int(windows[0].start // STEP_S) - after.first]), float(means[sundays[0]])
    if not np.isfinite(chosen) or not np.isfinite(fixed):
        return None
    return Judged(series.name, chosen, float(possible.min()), fixed, windows[0].confidence.value)


def _means(grid: Grid, length: int) -> Floats:
    return np.asarray(np.convolve(grid.values, np.ones(length) / length, mode="valid"))


def _over(load: float, best: float) -> float:
    # Nothing at all in the best window: any load above it is then told in parts of itself, and 0 beside 0 is none.
    return (load - best) / (best or load or 1.0)


def stored(folder: Path) -> Iterator[Series]:
    """The series in a folder that go on for three weeks or more."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if isinstance(record, dict) and (series := _read(record, path.stem)):
                yield series


def _read(record: dict[str, object], name: str) -> Series | None:
    times, values = (record.get(long, record.get(short)) for long, short in (("times", "t"), ("values", "v")))
    if not isinstance(times, list) or not isinstance(values, list) or len(times) != len(values) or len(times) < HOUR:
        return None
    if not all(isinstance(each, int | float) for each in times) or times[-1] - times[0] < 3 * _WEEK_S - 2 * 3600:
        return None
    return Series(str(record.get("id", name)), str(record.get("zone", "UTC")), times, values)


def figures(family: Iterable[Series], minutes: int, *, each: bool) -> tuple[list[Judged], int]:
    """What came of each series, and of how many nothing could."""
    told = [judge(series, minutes) for series in family]
    judged = [one for one in told if one]
    for one in judged if each else ():
        print(f"# {one.name}: {one.chosen:.2f}, best {one.best:.2f}, Sunday 03:00 {one.fixed:.2f}, {one.confidence}")
    return judged, len(told) - len(judged)


def report(judged: Sequence[Judged], undecided: int) -> None:
    """One figure a line."""
    print(f"judged: {len(judged)}")
    print(f"not_enough: {undecided}")
    print(f"regret: {mean(one.regret for one in judged):.3f}")
    print(f"fixed_regret: {mean(one.fixed_regret for one in judged):.3f}")


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with .jsonl files of series")
    parser.add_argument("--minutes", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=20, help="series of each made rhythm")
    parser.add_argument("--show", action="store_true", help="print every series")
    given = parser.parse_args()
    if given.data and not given.data.is_dir():
        parser.error(f"{given.data} is no folder")
    series = list(stored(given.data)) if given.data else []
    if not series:
        print(f"# no series of three weeks in {given.data or 'no folder given'}: these are made from seed {given.seed}")
        series = list(weekly_family(given.seed, given.each))
    judged, undecided = figures(series, given.minutes, each=given.show)
    if not judged:
        parser.error(
            "no series could be judged: choosing needs two weeks before the judged one, without its hours missing"
        )
    report(judged, undecided)
    moved, _ = figures(moved_family(given.seed, given.each), given.minutes, each=given.show)
    print(f"moved_regret: {mean(one.regret for one in moved):.3f}")
    walks, _ = figures(walk_family(given.seed, given.each), given.minutes, each=given.show)
    print(f"confidence: {mean(one.confidence for one in judged):.2f}")
    print(f"moved_confidence: {mean(one.confidence for one in moved):.2f}")
    print(f"walk_confidence: {mean(one.confidence for one in walks):.2f}")


if __name__ == "__main__":
    main()
