"""A second family of made series, other in shape and noise than the first: what gains on one only is no gain.

Labels are as in the first: a window about the moment something changed, a tenth of the series shared by its anomalies.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.random import Generator

from evals.made_series import PERIOD_S, POINTS, Floats, Labelled

_DAY, _HOUR = 288, 12
_START = 1_690_000_500
_EARLIEST, _APART, _LATEST = 2 * _DAY, 2 * _DAY, POINTS - _DAY // 2
_PLACE = np.arange(POINTS)
_WEEK_END = 5


def _hours(low: float, high: float, rng: Generator) -> int:
    return int(rng.uniform(low, high) * _HOUR)


def _sticky(rng: Generator, sd: float) -> Floats:
    """Student noise smoothed over a few points: tails fatter than normal, neighbours alike."""
    kernel = np.exp(-np.arange(20) / rng.uniform(0.5, 5))
    noise = np.convolve(rng.standard_t(5, POINTS + 19), kernel, "valid")
    return np.asarray(sd * noise / noise.std())


def _clock(rng: Generator) -> Floats:
    """Hour of the day, shifted so that a series may begin at any."""
    return np.asarray((_PLACE / _HOUR + rng.uniform(0, 24)) % 24)


def _office_day(hour: Floats, rng: Generator) -> Floats:
    """Two humps, morning and afternoon, over a low night; less at weekends; no day quite like another."""
    morning, afternoon = np.exp(-(((hour - 10) / 2.2) ** 2)), np.exp(-(((hour - 15.5) / 2.8) ** 2))
    day = (_PLACE // _DAY).astype(int)
    tall = rng.normal(1, 0.05, day[-1] + 1) * np.where(
        np.arange(day[-1] + 1) % 7 >= _WEEK_END, rng.uniform(0.4, 1.0), 1
    )
    return np.asarray(rng.uniform(0.05, 0.25) + (morning + afternoon) * tall[day])


def balancer_requests(rng: Generator, at: list[int]) -> Floats:
    """Request counts of office days; then hours without requests, or twice the requests of the hour."""
    rate = 10 ** rng.uniform(1.3, 3.7) * _office_day(_clock(rng), rng)
    for moment in at:
        rate[moment : moment + _hours(1.5, 5, rng)] *= rng.choice([0.05, 2.0, 3.0])
    return rng.negative_binomial(60, 60 / (60 + rate)).astype(float)


def cron_host(rng: Generator, at: list[int]) -> Floats:
    """A nearly idle host with a job every few hours; then one job takes ten times longer, or runs between the hours."""
    every, lasts = int(rng.choice([1, 2, 4, 6])) * _HOUR, int(rng.integers(1, 3))
    base, job = rng.uniform(0.3, 4), rng.uniform(3, 40)
    since = (_PLACE + rng.integers(every)) % every
    cpu = base * (1 + 0.08 * rng.gamma(2, 1, POINTS)) + np.where(since < lasts, job * rng.uniform(0.85, 1.1, POINTS), 0)
    for moment in at:
        cpu[moment : moment + 10 * lasts + rng.integers(0, _HOUR)] = base + job * rng.uniform(0.9, 1.1)
    return np.asarray(np.round(np.clip(cpu, 0, 100), 2), dtype=np.float64)


def decaying_network(rng: Generator, at: list[int]) -> Floats:
    """Transfers that begin suddenly and die away; then a far larger one, one that hardly dies away, or none at all."""
    rate, fade = np.zeros(POINTS), rng.uniform(2, 12)
    for begin in rng.integers(0, POINTS, rng.integers(40, 160)):
        rate[begin:] += rng.gamma(3, 0.33) * np.exp(-np.arange(POINTS - begin) / fade)
    for moment in at:
        match rng.integers(3):
            case 0:
                rate[moment:] += rng.uniform(6, 12) * np.exp(-np.arange(POINTS - moment) / fade)
            case 1:
                rate[moment:] += rng.uniform(2, 4) * np.exp(-np.arange(POINTS - moment) / (12 * fade))
            case _:
                rate[moment : moment + _hours(12, 24, rng)] = 0
    return np.asarray(10 ** rng.uniform(4, 7.5) * (0.1 + rate) * rng.lognormal(0, 0.1, POINTS))


def pinned_cpu(rng: Generator, at: list[int]) -> Floats:
    """A load that touches 100 % now and then for minutes; then it stays there for hours, or hangs at nothing."""
    cpu = rng.uniform(30, 60) + _sticky(rng, rng.uniform(6, 14))
    for peak in rng.integers(0, POINTS, rng.integers(5, 40)):
        cpu[peak : peak + rng.integers(1, 4)] = 100
    for moment in at:
        cpu[moment : moment + _hours(2, 14, rng)] = rng.choice([100, 100, 0.5])
    return np.clip(cpu, 0, 100)


def memory_ramp(rng: Generator, at: list[int]) -> Floats:
    """Memory that fills and is freed at irregular times; then it is not freed, or freed to far less than ever."""
    used, level, low = np.empty(POINTS), 0.0, rng.uniform(20, 40)
    slope, high = rng.uniform(0.02, 0.15), low + rng.uniform(10, 20)
    ends = {moment: moment + _hours(8, 16, rng) for moment in at}
    stuck, level = -1, low
    for place in range(POINTS):
        stuck = max(stuck, ends.get(place, -1))
        level += slope * rng.uniform(0.5, 1.5) * (3 if place < stuck else 1)
        if place >= stuck and level > high + rng.normal(0, 1):
            level = low + rng.normal(0, 1)
        used[place] = level
    return np.clip(used + rng.normal(0, 0.2, POINTS), 0, 100)


def level_for_a_day(rng: Generator, at: list[int]) -> Floats:
    """A noisy level with slow weather; then a day or so at another level, and back."""
    spread = 10 ** rng.uniform(-1, 1.5)
    values = spread * rng.uniform(8, 40) + _sticky(rng, spread) + spread * np.sin(_PLACE / rng.uniform(100, 400))
    for moment in at:
        values[moment : moment + _hours(14, 34, rng)] += rng.choice([-1, 1]) * spread * rng.uniform(4, 7)
    return values


def nightly_job(rng: Generator, at: list[int]) -> Floats:
    """A backup at the same hour each night; then one in the middle of another part of the day."""
    hour, base = _clock(rng), 10 ** rng.uniform(0, 6)
    begins, lasts = rng.uniform(1, 5), rng.uniform(0.5, 2.5)
    writes = base * rng.lognormal(0, 0.25, POINTS)
    running = (hour >= begins) & (hour < begins + lasts)
    for moment in at:
        running[moment : moment + int(lasts * _HOUR)] = True
    return np.where(running, base * rng.uniform(6, 20) * rng.uniform(0.8, 1.2, POINTS), writes)


def denser_bursts(rng: Generator, at: list[int]) -> Floats:
    """Bursts that come at random; then many times as many of the same."""
    chance = np.full(POINTS, rng.uniform(0.005, 0.04))
    for moment in at:
        chance[moment : moment + _hours(4, 20, rng)] *= rng.uniform(6, 15)
    bursts = (rng.uniform(size=POINTS) < chance) * rng.uniform(0.6, 1.2, POINTS)
    return np.asarray(10 ** rng.uniform(0, 6) * (bursts + 0.03 * rng.lognormal(0, 0.5, POINTS)))


def quantised(rng: Generator, at: list[int]) -> Floats:
    """A number of instances or connections that hardly moves; then some of them are gone, or many more are there."""
    count = rng.integers(3, 30)
    values = count + np.round(_sticky(rng, rng.uniform(0.1, 0.6)))
    for moment in at:
        lost = max(3, round(count * rng.uniform(0.3, 0.7)))
        values[moment : moment + _hours(1, 40, rng)] += rng.choice([-1, 1]) * lost
    return np.clip(values, 0, None)


def constant(rng: Generator, at: list[int]) -> Floats:
    """The same number for days; then another, for minutes or for good."""
    values: Floats = np.full(POINTS, float(rng.choice([0, 1, 4, 33.3, 100])))
    for moment in at:
        values[moment : moment + rng.choice([1, 6, 60, POINTS])] += rng.choice([-1, 1, 3])
    return np.asarray(np.abs(values))


def heavy_bytes(rng: Generator, at: list[int]) -> Floats:
    """Log-normal bytes with a tail of decades; then all of them several times as many or few."""
    log = rng.normal(0, rng.uniform(0.5, 1.1), POINTS) + _sticky(rng, 0.2)
    for moment in at:
        log[moment : moment + _hours(3, 60, rng)] += rng.choice([-1, 1]) * rng.uniform(1.5, 3)
    return np.asarray(10 ** rng.uniform(3, 7) * np.exp(log))


def after_the_start(rng: Generator, at: list[int]) -> Floats:
    """A wild first half day while a database fills; quiet after that; then a peak less than those at the start."""
    level = rng.uniform(3, 15)
    cpu = level * (1 + _sticky(rng, 0.06))
    wild = _hours(4, 20, rng)
    cpu[:wild] += level * rng.uniform(2, 5) * rng.uniform(0.3, 1, wild)
    for moment in at:
        cpu[moment : moment + rng.integers(1, 2 * _HOUR)] += level * rng.uniform(0.6, 1.8)
    return np.clip(cpu, 0, 100)


def other_spread(rng: Generator, at: list[int]) -> Floats:
    """A mean that stays while the noise about it becomes several times as wide, or narrow, for a while."""
    spread, noise = 10 ** rng.uniform(-1, 2), _sticky(rng, 1)
    for moment in at:
        noise[moment : moment + _hours(6, 30, rng)] *= rng.choice([0.2, 2.5, 4])
    return np.asarray(spread * (rng.uniform(6, 30) + noise))


def frozen(rng: Generator, at: list[int]) -> Floats:
    """A daily wave with noise; then the last value is repeated for hours, as from a hung agent."""
    hour = _clock(rng)
    values = rng.uniform(30, 60) + rng.uniform(2, 12) * np.sin(hour / 24 * 2 * np.pi) + _sticky(rng, rng.uniform(1, 3))
    for moment in at:
        values[moment : moment + _hours(6, 18, rng)] = values[moment]
    return values


KINDS: tuple[Callable[[Generator, list[int]], Floats], ...] = (
    balancer_requests,
    cron_host,
    decaying_network,
    pinned_cpu,
    memory_ramp,
    level_for_a_day,
    nightly_job,
    denser_bursts,
    quantised,
    constant,
    heavy_bytes,
    after_the_start,
    other_spread,
    frozen,
)


def _moments(rng: Generator, count: int) -> list[int]:
    """Spread over what follows the first two days, two days apart."""
    room = _LATEST - _EARLIEST - _APART * max(0, count - 1)
    free = np.sort(rng.integers(0, room, count))
    return [int(_EARLIEST + place + turn * _APART) for turn, place in enumerate(free)]


def other(seed: int, each: int) -> Iterator[Labelled]:
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
