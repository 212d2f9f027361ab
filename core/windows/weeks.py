"""The last weeks laid one over the other by the owner's wall clock, and brought to one level and one rhythm."""

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

import numpy as np

from core.windows.gappy import median
from core.windows.grid import HOUR, WEEK, Floats, Grid, Ints, wall_steps

MOST_WEEKS = 4
FEWEST_WEEKS = 2
# 1970 began on a Thursday: quarter hours from there to the Monday before.
_MONDAY = 3 * 24 * HOUR
_LEVELS = (0.5, 2.0)  # a week is taken to differ from another by no more than this
_LEAST_SHARED = WEEK // 4
_AGREES, _BETTER = 0.6, 0.25
_MOST_OF_IT, _LEAST_ALIKE = 0.5, 0.25  # of the hours of a week: measured, and measured in both


class Rhythm(StrEnum):
    """Whether the weeks tell the same story."""

    STEADY = "steady"
    MOVED = "moved"
    ODD = "odd last week"
    NONE = "no rhythm"


@dataclass(frozen=True, slots=True)
class Weeks:
    """`load[w, s]`: week `w` back from now (0: the last seven days), quarter hour `s` of the week from Monday 00:00.

    Every week is at today's level; NaN where nothing was measured. `agreement` is how much of the differences between
    hours came back from week to week (0 to 1), `moved_h` by how many hours the rhythm moved lately, later if positive.
    """

    load: Floats
    raw: Floats
    rhythm: Rhythm
    agreement: float
    moved_h: int = 0


def slots_of(wall: Ints) -> Ints:
    """The quarter hour of the week, from Monday 00:00, of quarter hours of the wall clock since 1970."""
    return (wall + _MONDAY) % WEEK


def weeks_of(grid: Grid, now_step: int, zone: ZoneInfo) -> Weeks:
    """Lay the weeks before `now_step` over each other; a wall clock hour that came twice counts as its mean."""
    wall = wall_steps(grid.steps, zone)
    now_wall = int(wall_steps(np.array([now_step], dtype=np.int64), zone)[0])
    back = (now_wall - 1 - wall) // WEEK
    used = np.isfinite(grid.values) & (back >= 0) & (back < MOST_WEEKS)
    sums, counts = np.zeros((MOST_WEEKS, WEEK)), np.zeros((MOST_WEEKS, WEEK))
    np.add.at(sums, (back[used], slots_of(wall[used])), grid.values[used])
    np.add.at(counts, (back[used], slots_of(wall[used])), 1)
    raw = np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0)
    return _in_step(raw, _levelled(raw))


def _levelled(raw: Floats) -> Floats:
    """Every week at the level that today is likely to have: between the last week's and the usual one."""
    factors = np.array([_factor(raw[0], week) for week in raw])
    known = factors[np.isfinite(raw).any(axis=1)]
    today = 1.0 if not len(known) else 0.6 + 0.4 * float(np.median(1 / known))
    return raw * np.clip(factors * today, *_LEVELS)[:, None]


def _factor(last: Floats, week: Floats) -> float:
    """What brings a week to the level of the last one; 1 where they share too little to tell, or go below zero."""
    shared = np.isfinite(last) & np.isfinite(week)
    if shared.sum() < _LEAST_SHARED:
        return 1.0
    ours, theirs = (_without_peaks(each[shared]) for each in (last, week))
    if min(ours.min(), theirs.min()) < 0 or not theirs.sum() or not ours.sum():
        return 1.0
    return float(np.clip(ours.sum() / theirs.sum(), *_LEVELS))


def _without_peaks(values: Floats) -> Floats:
    return np.minimum(values, np.percentile(values, 95))


def _in_step(raw: Floats, load: Floats) -> Weeks:
    """Find out whether the rhythm moved lately, and move the earlier weeks along where it did."""
    hourly = _by_hour(load)
    told = [int(week) for week in np.flatnonzero(np.isfinite(hourly).mean(axis=1) > _MOST_OF_IT)]
    if len(told) < FEWEST_WEEKS:
        return Weeks(load, raw, Rhythm.NONE, 0.0)
    last, earlier = hourly[told[0]], hourly[told[1:]]
    usual = median(earlier)
    now_agrees = alike(last, usual)
    if now_agrees >= _AGREES:
        return Weeks(load, raw, Rhythm.STEADY, now_agrees)
    moved_h, moved_agrees = _best_move(last, usual)
    if moved_agrees >= max(_AGREES, now_agrees + _BETTER) and _repeats(last):
        return _moved(raw, load, hourly, told, moved_h)
    before = [alike(week, earlier[0]) for week in earlier[1:]]
    odd = bool(before) and float(np.median(before)) >= _AGREES
    return Weeks(load, raw, Rhythm.ODD if odd else Rhythm.NONE, max(0.0, now_agrees))


def _moved(raw: Floats, load: Floats, hourly: Floats, told: list[int], moved_h: int) -> Weeks:
    aligned, aligned_raw = load.copy(), raw.copy()
    for week in told[1:]:
        by_h, agrees = _best_move(hourly[told[0]], hourly[week])
        if agrees >= alike(hourly[told[0]], hourly[week]) + _BETTER:
            aligned[week], aligned_raw[week] = (np.roll(each[week], by_h * HOUR) for each in (load, raw))
    again = _by_hour(aligned)
    agreement = float(np.median([alike(again[told[0]], again[week]) for week in told[1:]]))
    return Weeks(aligned, aligned_raw, Rhythm.MOVED, max(0.0, agreement), moved_h)


def _best_move(last: Floats, usual: Floats) -> tuple[int, float]:
    """By how many hours (-84 to 83) to move the usual week so that it looks most like the last, and how much."""
    moves = sorted(range(-84, 84), key=abs)
    found = [alike(last, np.roll(usual, move)) for move in moves]
    best = int(np.argmax(found))
    return moves[best], found[best]


def _repeats(week: Floats) -> bool:
    """Whether the days of one week look alike: a rhythm, and no walk that happens to resemble another week."""
    days = week.reshape(7, 24)
    return float(np.median([alike(day, median(days)) for day in days])) >= _AGREES


def _by_hour(load: Floats) -> Floats:
    return np.asarray(load.reshape(len(load), -1, HOUR).mean(axis=2))


def alike(one: Floats, other: Floats) -> float:
    """The correlation of two weeks where both were measured, -1 to 1; 0 where either is constant or hardly known."""
    shared = np.isfinite(one) & np.isfinite(other)
    if shared.mean() < _LEAST_ALIKE:
        return 0.0
    ours, theirs = (each[shared] - each[shared].mean() for each in (one, other))
    size = float(np.sqrt((ours**2).sum() * (theirs**2).sum()))
    return float((ours * theirs).sum() / size) if size > 1e-12 * shared.sum() else 0.0
