"""Made series that behave like EC2, RDS and load-balancer metrics, with labelled anomalies; 5-minute points, two weeks.

A label is a wide window about the moment something changed, a tenth of the series shared by its anomalies; what follows
(the new normal, the way back) is not labelled. Every kind also comes with nothing wrong in it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Floats = NDArray[np.float64]
POINTS = 4032
PERIOD_S = 300
_DAY = 288
_HOUR = 12
_WORK_DAYS = 5
_START = 1_700_000_100


@dataclass(frozen=True)
class Labelled:
    """A series and the windows (epoch seconds, both ends belong to it) in which something is wrong."""

    name: str
    times: list[float]
    values: list[float | None]
    windows: list[tuple[float, float]]


def _hours(low: float, high: float, rng: Generator) -> int:
    return int(rng.uniform(low, high) * _HOUR)


def _chance(share: float, rng: Generator) -> bool:
    return bool(rng.uniform() < share)


def _daily(rng: Generator, weekend: float = 1.0) -> Floats:
    """A day's rhythm between 0 and 1, quieter at weekends."""
    at = np.arange(POINTS)
    wave = 0.5 - 0.5 * np.cos(2 * np.pi * (at / _DAY - rng.uniform()))
    quiet = (at // _DAY + rng.integers(7)) % 7 >= _WORK_DAYS
    return np.asarray(wave ** rng.uniform(1, 2) * np.where(quiet, weekend, 1.0))


def _wander(rng: Generator, memory_points: float, sd: float) -> Floats:
    """First-order autoregressive noise."""
    keep = float(np.exp(-1 / memory_points))
    noise = rng.normal(0, sd * np.sqrt(1 - keep**2), POINTS)
    return np.array(list(accumulate(noise, lambda value, push: keep * value + push)))


def _moments(rng: Generator, count: int) -> list[int]:
    """When things go wrong: after two days, two days apart, not at the very end."""
    while True:
        at = sorted(int(one) for one in rng.integers(2 * _DAY, POINTS - _DAY // 2, count))
        if all(later - earlier > 2 * _DAY for earlier, later in pairwise(at)):
            return at


def idle_cpu(rng: Generator, at: list[int]) -> Floats:
    """Next to nothing, and a short job once a day; then a load of hours, a far higher spike, or a new level."""
    base = rng.uniform(0.1, 3)
    cpu = base * (1 + 0.05 * rng.standard_normal(POINTS) + 0.03 * rng.standard_exponential(POINTS))
    job = int(rng.integers(_DAY))
    for day in range(0, POINTS, _DAY):
        where = min(day + job + int(rng.integers(-1, 2)), POINTS - 1)
        cpu[where] += base * rng.uniform(0.2, 0.6)
    for moment in at:
        kind, height = rng.integers(3), rng.uniform(1.5, 20)
        length = (rng.integers(1, 4), _hours(2, 8, rng), POINTS)[kind]
        cpu[moment : moment + length] += base * (height if kind == 0 else rng.uniform(0.15, 2))
    return np.round(cpu, 3)


def busy_cpu(rng: Generator, at: list[int]) -> Floats:
    """A noisy middle load; then a spike, a drop, a calmer or wilder time, or a new level."""
    spread = rng.uniform(1, 4)
    noise = rng.normal(0, spread, POINTS) + _wander(rng, 50, spread / 3)
    level = np.full(POINTS, rng.uniform(25, 70))
    for moment in at:
        match rng.integers(4):
            case 0:
                level[moment : moment + rng.integers(1, 6)] += rng.choice([-1, 1]) * spread * rng.uniform(7, 12)
            case 1:
                noise[moment:] *= rng.choice([0.3, 2.5])
            case 2:
                level[moment:] += rng.choice([-1, 1]) * spread * rng.uniform(2.5, 6)
            case _:
                level[moment : moment + _hours(2, 10, rng)] += rng.choice([-1, 1]) * spread * rng.uniform(3, 6)
    return np.clip(level + noise, 0, 100)


def steady_database(rng: Generator, at: list[int]) -> Floats:
    """A quiet level with rare small bumps; then a step, a spike, or both."""
    level = rng.uniform(5, 30)
    cpu = level + rng.normal(0, 0.03 * level, POINTS) + _wander(rng, 300, 0.02 * level)
    for bump in rng.integers(0, POINTS, 10):
        cpu[bump] += level * rng.uniform(0.1, 0.2)
    for moment in at:
        if _chance(0.5, rng):
            cpu[moment : moment + rng.integers(1, 5)] += level * rng.uniform(0.6, 4)
        if _chance(0.6, rng) or len(at) == 1:
            cpu[moment : moment + _hours(12, 300, rng)] += level * rng.choice([-0.4, 0.25, 0.6, 1.0])
    return np.clip(cpu, 0, 100)


def network_bytes(rng: Generator, at: list[int]) -> Floats:
    """Log-normal traffic with a rhythm and heavy bursts; then far more than ever, or nothing."""
    log = rng.uniform(0.3, 1.5) * _daily(rng, 0.8) + _wander(rng, 20, 0.25) + 0.2 * rng.standard_normal(POINTS)
    for burst in rng.integers(0, POINTS, rng.integers(5, 60)):
        log[burst : burst + rng.integers(1, 4)] += rng.gamma(2, 0.5)
    for moment in at:
        more = _chance(0.75, rng)
        log[moment : moment + _hours(0.3, 5, rng)] += rng.uniform(3, 5) if more else -rng.uniform(4, 9)
    return np.asarray(10 ** rng.uniform(4, 7) * np.exp(log))


def disk_writes(rng: Generator, at: list[int]) -> Floats:
    """Zero but for jobs in clusters; then larger writes than ever, or a job that does not end."""
    writes, size = np.zeros(POINTS), 10 ** rng.uniform(5, 8)
    for start in np.cumsum(rng.exponential(0.6 * _DAY, 60)).astype(int):
        for job in start + rng.integers(0, 4 * _HOUR, rng.integers(2, 8)):
            if job < POINTS:
                writes[job] = size * rng.uniform(0.7, 1.1)
    for moment in at:
        if _chance(0.5, rng):
            writes[moment : moment + _hours(0.2, 2, rng)] = size * rng.uniform(2.2, 4)
        else:
            writes[moment : moment + _hours(3, 9, rng)] = size * rng.uniform(0.8, 1.2)
    return writes


def rare_errors(rng: Generator, at: list[int]) -> Floats:
    """A counter that is mostly zero; then a storm of errors."""
    rate = rng.uniform(0.002, 0.3)
    errors = rng.poisson(rate, POINTS).astype(float)
    for moment in at:
        length = _hours(0.1, 4, rng)
        errors[moment : moment + length] += rng.poisson(rng.uniform(8, 40), len(errors[moment : moment + length]))
    return errors


def requests(rng: Generator, at: list[int]) -> Floats:
    """Load-balancer requests: daily and weekly rhythm; then a surge, a hole, or half the traffic gone."""
    mean = 10 ** rng.uniform(1.5, 3.5) * (0.15 + _daily(rng, rng.uniform(0.4, 1))) * np.exp(_wander(rng, 30, 0.1))
    for moment in at:
        length = _hours(0.4, 4, rng)
        match rng.integers(3):
            case 0:
                mean[moment : moment + length] = mean.max() * rng.uniform(1.6, 3)
            case 1:
                mean[moment : moment + length] *= 0.01
            case _:
                mean[moment:] *= rng.choice([0.3, 2.5])
    return rng.poisson(mean).astype(float)


def scaling_group(rng: Generator, at: list[int]) -> Floats:
    """A group's mean CPU that saw-tooths as instances come and go; then the saw changes, or all fall to nothing."""
    out, level = np.empty(POINTS), rng.uniform(25, 50)
    out[:] = level + rng.normal(0, 0.3, POINTS)
    for bump in rng.integers(0, POINTS, 25):
        out[bump] += rng.normal(0, 4)
    for moment in at:
        if _chance(0.6, rng):
            saw = (np.arange(POINTS - moment) // rng.integers(2, 8)) % 2
            out[moment:] += (saw - 0.5) * rng.uniform(4, 10)
        else:
            out[moment:] = rng.uniform(0, 0.4) * level + rng.normal(0, 0.2, POINTS - moment)
    return np.clip(out, 0, 100)


def saturation(rng: Generator, at: list[int]) -> Floats:
    """A daily rhythm with room; then a ramp up to 100 % that stays there for hours."""
    cpu = rng.uniform(8, 20) + rng.uniform(20, 40) * _daily(rng, 0.7) + rng.normal(0, 2.5, POINTS)
    for moment in at:
        ramp, hold = _hours(0.5, 6, rng), _hours(2, 12, rng)
        end = min(moment + ramp + hold, POINTS)
        path = np.concatenate([np.linspace(cpu[moment], 100, ramp), np.full(hold, 100.0)])[: end - moment]
        cpu[moment:end] = np.maximum(cpu[moment:end], path)
    return np.clip(cpu, 0, 100)


def stopped_rhythm(rng: Generator, at: list[int]) -> Floats:
    """A job every hour or few; then it stops, or runs at another pace."""
    every = int(rng.integers(_HOUR // 2, 4 * _HOUR))
    load, place = rng.uniform(1, 5) * (1 + 0.05 * rng.standard_normal(POINTS)), np.arange(POINTS)
    job = rng.uniform(4, 20)
    running = place % every < max(1, every // 8)
    for moment in at:
        length = _hours(14, 48, rng)
        stopped = slice(moment, moment + length)
        running[stopped] = False if _chance(0.6, rng) else place[stopped] % max(3, every // 3) == 0
    return np.asarray(load + running * job * (1 + 0.05 * rng.standard_normal(POINTS)))


def leaking_memory(rng: Generator, at: list[int]) -> Floats:
    """Memory that climbs and falls back at each restart; then it leaks far faster, above all it ever held."""
    every, used = int(rng.integers(_DAY // 2, 3 * _DAY)), np.empty(POINTS)
    used[:] = 30 + 25 * ((np.arange(POINTS) + rng.integers(every)) % every) / every
    used += rng.normal(0, 0.4, POINTS)
    for moment in at:
        length = min(_hours(3, 10, rng), POINTS - moment)
        used[moment : moment + length] += np.linspace(0, rng.uniform(30, 45), length)
    return np.clip(used, 0, 100)


def drifting(rng: Generator, at: list[int]) -> Floats:
    """A slow drift and slow waves; then a jump many times the usual noise."""
    values = rng.uniform(-0.5, 1.5) * np.linspace(0, 40, POINTS) + 100 + _wander(rng, 400, 3) + rng.normal(0, 1, POINTS)
    for moment in at:
        values[moment : moment + _hours(0.2, 30, rng)] += rng.choice([-1, 1]) * rng.uniform(15, 40)
    return values


KINDS: tuple[Callable[[Generator, list[int]], Floats], ...] = (
    idle_cpu,
    busy_cpu,
    steady_database,
    network_bytes,
    disk_writes,
    rare_errors,
    requests,
    scaling_group,
    saturation,
    stopped_rhythm,
    leaking_memory,
    drifting,
)


def made(seed: int, each: int) -> Iterator[Labelled]:
    """Series of every kind, `each` of them, with no, one, two... anomalies in turn."""
    for kind in KINDS:
        for turn in range(each):
            rng = np.random.default_rng([seed, turn, *kind.__name__.encode()])
            moments = _moments(rng, turn % 4)
            half = POINTS * PERIOD_S // 20 // max(1, len(moments))
            yield Labelled(
                name=f"{kind.__name__}-{turn}",
                times=[float(_START + i * PERIOD_S) for i in range(POINTS)],
                values=[float(value) for value in kind(rng, moments)],
                windows=[(_START + m * PERIOD_S - half, _START + m * PERIOD_S + half) for m in moments],
            )
