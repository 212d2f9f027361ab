"""How well the anomaly watch tells a machine in trouble from one at work, on machines made from a seed.

Each machine lives five weeks by one of the rhythms of `evals.weekly`: its metrics follow the load, with a nightly
backup, a weekly report, deployments on working days, noise and gaps. The last two weeks are judged day by day, each by
the fortnight before it, as the watch sees them; half of the machines have one incident of a kind in there. Figures:
recall (an incident is told while it lasts), minutes_to_tell (median), false_per_machine_week (told outside every
incident) and ms_per_machine_look.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from core.anomaly.upsets import LASTS_S, Upset, upsets
from core.metrics.catalogue import AGENT, EC2, metric_of
from core.series import Series
from evals import weekly

Floats = NDArray[np.float64]
PERIOD_S = 900
_DAY, _HOUR = 86_400 // PERIOD_S, 3_600 // PERIOD_S
_BACK_DAYS, _JUDGED_DAYS = 14, 14
_WEEK_DAYS, _WORK_DAYS, _DEPLOYED = 7, 5, 0.4
_UNMEASURED = 0.01
_BUSIEST = 84.0  # per cent: at work no machine uses more of its processor
_NAMES = {
    "cpu": (EC2, "CPUUtilization"),
    "in": (EC2, "NetworkIn"),
    "out": (EC2, "NetworkOut"),
    "writes": (EC2, "EBSWriteBytes"),
    "memory": (AGENT, "mem_used_percent"),
}
Machine = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Life:
    """A machine's metrics by name over all weeks, and the time in which something was wrong with it."""

    name: str
    times: Floats
    metrics: Mapping[str, Floats]
    incident: tuple[float, float] | None


def runaway(machine: Machine, here: slice, rng: np.random.Generator) -> None:
    """A process that takes all the processor."""
    machine["cpu"][here] = rng.uniform(93, 100, len(machine["cpu"][here]))


def flood(machine: Machine, here: slice, rng: np.random.Generator) -> None:
    """Several times the usual traffic, and the work that comes with it."""
    times = rng.uniform(3, 6)
    machine["in"][here] *= times
    machine["out"][here] *= times
    machine["cpu"][here] = np.minimum(100, machine["cpu"][here] * times)


def cut_off(machine: Machine, here: slice, rng: np.random.Generator) -> None:
    """Nothing reaches it any more, so that it idles."""
    for name in ("in", "out"):
        machine[name][here] = rng.uniform(0, 2_000, len(machine[name][here]))
    machine["cpu"][here] = rng.uniform(0.5, 1.5, len(machine["cpu"][here]))


def write_storm(machine: Machine, here: slice, rng: np.random.Generator) -> None:
    """A job that writes without end, and keeps the processor waiting."""
    machine["writes"][here] = machine["writes"].max() * rng.uniform(2, 5)
    machine["cpu"][here] = np.minimum(100, machine["cpu"][here] + rng.uniform(25, 45))


def leak(machine: Machine, here: slice, rng: np.random.Generator) -> None:
    """Memory that grows until there is none."""
    begin = machine["memory"][here.start]
    machine["memory"][here] = np.linspace(begin, rng.uniform(96, 99), len(machine["memory"][here]))


INCIDENTS: Mapping[str, Callable[[Machine, slice, np.random.Generator], None]] = {
    each.__name__: each for each in (runaway, flood, cut_off, write_storm, leak)
}


def lives(seed: int, each: int) -> Iterator[Life]:
    """Machines of every rhythm, every second one with an incident; the kinds take turns."""
    rng = np.random.default_rng(seed)
    kinds = list(INCIDENTS)
    for number, load in enumerate(weekly.weekly_family(seed, each)):
        values = np.array([np.nan if one is None else one for one in load.values]).reshape(-1, 3)
        times = np.array(load.times).reshape(-1, 3)[:, 0]
        with np.errstate(invalid="ignore"):
            machine = _machine(np.clip(np.nan_to_num(values.mean(axis=1), nan=20.0), 0.5, 100), rng)
        incident = None
        if number % 2:
            begin = int(rng.integers(len(times) - _JUDGED_DAYS * _DAY + _DAY, len(times) - _DAY))
            here = slice(begin, begin + int(rng.integers(3, 7)) * _HOUR)
            kind = kinds[number // 2 % len(kinds)]
            INCIDENTS[kind](machine, here, rng)
            incident = float(times[here.start]), float(times[here.stop - 1])
        gaps = rng.uniform(size=len(times)) < _UNMEASURED
        for values_of in machine.values():
            values_of[gaps] = np.nan
        yield Life(f"{load.name} {kind if incident else 'well'}", times, machine, incident)


def _machine(load: Floats, rng: np.random.Generator) -> Machine:
    count = len(load)
    at = np.arange(count)
    backup, report = int(rng.integers(0, 5 * _HOUR)), int(rng.integers(_WEEK_DAYS))
    nightly = (at % _DAY >= backup) & (at % _DAY < backup + 2)
    weekly_job = (at // _DAY % _WEEK_DAYS == report) & (at % _DAY >= 3 * _HOUR) & (at % _DAY < 6 * _HOUR)
    days = np.arange(count // _DAY)
    deployed = days[(days % _WEEK_DAYS < _WORK_DAYS) & (rng.uniform(size=len(days)) < _DEPLOYED)]
    deploys = np.zeros(count)
    deploys[deployed * _DAY + rng.integers(8 * _HOUR, 18 * _HOUR, len(deployed))] = 1
    cpu = load + 25 * nightly + 20 * weekly_job + 30 * deploys + rng.normal(0, 1.2, count)
    full = 10 ** rng.uniform(6, 9)
    traffic = full * load / 50
    wander = np.cumsum(rng.normal(0, 0.05, count))
    return {
        "cpu": np.clip(cpu, 0.3, _BUSIEST),
        "in": traffic * np.exp(rng.normal(0, 0.08, count)) + full * deploys,
        "out": traffic * rng.uniform(0.5, 3) * np.exp(rng.normal(0, 0.08, count)) + 2 * full * nightly,
        "writes": 10 ** rng.uniform(5, 7)
        * (1 + load / 50 + 30 * nightly + 20 * weekly_job)
        * np.exp(rng.normal(0, 0.15, count)),
        "memory": np.clip(35 + load * 0.15 + 10 * np.tanh(wander / 5) + rng.normal(0, 0.4, count), 5, 90),
    }


def looked(life: Life) -> Iterator[Upset]:
    """What the watch would have told, day by day."""
    first = len(life.times) - _JUDGED_DAYS * _DAY
    for begin in range(first, len(life.times), _DAY):
        here = slice(begin - _BACK_DAYS * _DAY, begin + _DAY)
        found = upsets(_series(name, life, here) for name in _NAMES)
        yield from (each for each in found if each.start >= life.times[begin])


def _series(name: str, life: Life, here: slice) -> Series:
    values = tuple(None if np.isnan(one) else float(one) for one in life.metrics[name][here])
    metric = metric_of(*_NAMES[name], (("InstanceId", "i-1"),))
    return Series(metric=metric, period_s=PERIOD_S, times=tuple(life.times[here].tolist()), values=values)


def run(seed: int, each: int) -> dict[str, object]:
    """All figures."""
    began, machines, false, late = time.perf_counter(), 0, list[str](), list[float]()
    kinds: dict[str, list[bool]] = {}
    for life in lives(seed, each):
        machines += 1
        told = list(looked(life))
        inside = [one for one in told if life.incident and _overlaps(one, life.incident)]
        false += [life.name for one in told if one not in inside]
        if life.incident:
            kinds.setdefault(life.name.rpartition(" ")[2], []).append(bool(inside))
            late += [(_told_at(inside[0]) - life.incident[0]) / 60] if inside else []
    hits = [hit for found in kinds.values() for hit in found]
    looks = machines * _JUDGED_DAYS
    return {
        "machines": machines,
        "incidents": len(hits),
        "recall": round(sum(hits) / len(hits), 3),
        "by_kind": {kind: f"{sum(found)} of {len(found)}" for kind, found in sorted(kinds.items())},
        "minutes_to_tell": round(median(late)) if late else None,
        "false_per_machine_week": round(len(false) / (machines * _JUDGED_DAYS / 7), 3),
        "ms_per_machine_look": round((time.perf_counter() - began) * 1000 / looks, 1),
    }


def _told_at(told: Upset) -> float:
    """When it first counted: once a far part had lasted, or all of those that agree had."""
    ready = {part.far: max(part.anomaly.start, part.start + LASTS_S) for part in told.parts}
    return ready.get(True, max(ready.values()))


def _overlaps(told: Upset, incident: tuple[float, float]) -> bool:
    return told.start <= incident[1] and told.end >= incident[0]


def main() -> None:
    """Print the figures as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--each", type=int, default=4, help="machines of each rhythm")
    given = parser.parse_args()
    print(json.dumps(run(given.seed, given.each)))


if __name__ == "__main__":
    main()
