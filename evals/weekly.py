"""Loads with the rhythm of a week, made from a seed: what machines of different trades go through, with accidents."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from core.windows.grid import wall_steps

Floats = NDArray[np.float64]
PERIOD_S = 300
_HOUR = 3600 // PERIOD_S
_DAY = 24 * _HOUR
_WEEK = 7 * _DAY
WEEKS = 5
_SATURDAY = 5
# Monday, 5 October 2026; the fourth week holds the end of summer time in Europe.
_BEGIN_S = 1_791_158_400


@dataclass(frozen=True, slots=True)
class Series:
    """`times` in epoch seconds; a value is None where nothing was measured. The clock of `zone` drives it."""

    name: str
    zone: str
    times: list[float]
    values: list[float | None]


@dataclass(frozen=True, slots=True)
class Clock:
    """What the clock on the wall shows at each period: hours of the day, days of the week from Monday, weeks."""

    hour: Floats
    day: Floats
    week: Floats
    rng: np.random.Generator

    def bump(self, at: float, width_h: float) -> Floats:
        """A hill around an hour of each day, 1 at its top."""
        away = np.abs((self.hour - at + 12) % 24 - 12)
        return np.asarray(np.exp(-((away / width_h) ** 2)))

    def during(self, day: int, since: float, until: float) -> Floats:
        """1 in these hours of one day of the week, else 0."""
        return np.asarray(((self.day == day) & (self.hour >= since) & (self.hour < until)).astype(np.float64))


def office(clock: Clock) -> Floats:
    """Busy by day, quiet at night and over the weekend; a backup in one night of the week."""
    weekend = np.where(clock.day >= _SATURDAY, 0.35, 1.0)
    peak = clock.rng.uniform(11, 15)
    return 8 + 45 * clock.bump(peak, 4.5) * weekend + 40 * clock.during(int(clock.rng.integers(0, 7)), 2.5, 4.5)


def shop(clock: Clock) -> Floats:
    """Busy in the evening and over the weekend, quietest before dawn."""
    weekend = np.where(clock.day >= _SATURDAY, 1.4, 1.0)
    return 12 + 40 * clock.bump(clock.rng.uniform(18, 21), 4) * weekend + 12 * clock.bump(12, 3)


def batch(clock: Clock) -> Floats:
    """Works at night, rests by day, least on one of them."""
    night = clock.bump(clock.rng.uniform(0, 4), 3.5)
    rest = clock.during(int(clock.rng.integers(0, 7)), 11, 15)
    return 20 + 55 * night - 12 * rest


def tuesday_noon(clock: Clock) -> Floats:
    """Busy all the time but on Tuesday around noon."""
    return 55 + 8 * clock.bump(20, 5) - 40 * clock.during(1, 11, 14)


def reports(clock: Clock) -> Floats:
    """A low level with a batch every night and a long one on one day of the week."""
    return (
        10
        + 6 * clock.bump(14, 5)
        + 60 * clock.bump(clock.rng.uniform(1, 5), 0.8)
        + 30 * clock.during(int(clock.rng.integers(0, 7)), 0, 9)
    )


RHYTHMS: Mapping[str, Callable[[Clock], Floats]] = {
    each.__name__: each for each in (office, shop, batch, tuesday_noon, reports)
}
_ZONES = ("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo")


def weekly_family(seed: int, each: int) -> Iterator[Series]:
    """Each rhythm `each` times, with noise, growth, single spikes, one odd week and gaps, in several zones."""
    rng = np.random.default_rng(seed)
    for name, rhythm in RHYTHMS.items():
        for number in range(each):
            zone = _ZONES[int(rng.integers(len(_ZONES)))]
            clock = _clock(zone, rng)
            yield _series(f"{name}-{number}", zone, _with_accidents(rhythm(clock), clock))


def moved_family(seed: int, each: int) -> Iterator[Series]:
    """The same rhythms, which moved by three to ten hours in the last week before the judged one."""
    rng = np.random.default_rng(seed)
    for name, rhythm in RHYTHMS.items():
        for number in range(each):
            clock = _clock("UTC", rng)
            load = rhythm(clock)
            moved = np.roll(load, int(rng.integers(3, 11)) * _HOUR)
            late = clock.week >= WEEKS - 2
            yield _series(f"moved-{name}-{number}", "UTC", _noisy(np.where(late, moved, load), rng))


def walk_family(seed: int, each: int) -> Iterator[Series]:
    """Random walks between bounds: no rhythm to find."""
    rng = np.random.default_rng(seed)
    for number in range(each):
        walk = np.cumsum(rng.normal(0, 0.6, WEEKS * _WEEK)) + 50
        yield _series(f"walk-{number}", "UTC", np.abs((walk + 100) % 200 - 100))


def _clock(zone: str, rng: np.random.Generator) -> Clock:
    times = _BEGIN_S + PERIOD_S * np.arange(WEEKS * _WEEK, dtype=np.int64)
    wall_s = wall_steps(times // 900, ZoneInfo(zone)) * 900 + times % 900
    since_monday = wall_s + 3 * 86_400
    return Clock(
        hour=wall_s % 86_400 / 3600,
        day=(since_monday // 86_400 % 7).astype(np.float64),
        week=np.repeat(np.arange(WEEKS, dtype=np.float64), _WEEK),
        rng=rng,
    )


def _with_accidents(load: Floats, clock: Clock) -> Floats:
    rng = clock.rng
    grown = load * (1 + rng.uniform(-0.03, 0.06) * clock.week)
    odd = int(rng.integers(0, WEEKS))
    if odd < WEEKS - 1:
        grown = np.where(clock.week == odd, grown * rng.uniform(0.6, 1.5), grown)
    noisy = _noisy(grown, rng)
    # Not in the judged week: whether one hits the chosen hour there is luck, and would drown what is measured.
    for at in rng.integers(0, (WEEKS - 1) * _WEEK - 3 * _HOUR, 6):
        noisy[at : at + int(rng.integers(2, 3 * _HOUR))] += rng.uniform(20, 50)
    for at in rng.integers(0, (WEEKS - 1) * _WEEK - _DAY, 3):
        noisy[at : at + int(rng.integers(6, _DAY // 2))] = np.nan
    return np.clip(noisy, 0, 100)


def _noisy(load: Floats, rng: np.random.Generator) -> Floats:
    return np.clip(load * rng.normal(1, 0.12, len(load)) + rng.normal(0, 0.8, len(load)), 0, None)


def _series(name: str, zone: str, load: Floats) -> Series:
    times = [float(_BEGIN_S + PERIOD_S * number) for number in range(len(load))]
    return Series(name, zone, times, [float(value) if np.isfinite(value) else None for value in load])
