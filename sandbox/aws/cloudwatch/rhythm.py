"""The load of a role by its owner's clock: a table of one week in blocks of five minutes."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np

from sandbox.aws.cloudwatch.noise import BLOCK_S, Floats, Times
from sandbox.aws.seed.metrics import Job, Role, metrics

_DAY_S = 86_400
_BLOCKS_A_DAY = _DAY_S // BLOCK_S
_BLOCKS_A_WEEK = 7 * _BLOCKS_A_DAY
_BLOCKS_AN_HOUR = 12
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday
_SATURDAY = 5


def load(role: str, zone: str, times: Times) -> Floats:
    """How busy the role is at these times, 0 to about 1.3, by the weekday and hour of the zone."""
    local = times + _offsets(zone, times)
    found: Floats = week(role)[(local // BLOCK_S + _EPOCH_WEEKDAY * _BLOCKS_A_DAY) % _BLOCKS_A_WEEK]
    return found


@cache
def week(role: str) -> Floats:
    """The role's load from Monday 00:00, block by block; a role nobody described idles."""
    seed = metrics().role.get(role)
    if seed is None:
        return np.full(_BLOCKS_A_WEEK, 0.1)
    table = np.concatenate([_day(seed, weekday) for weekday in range(7)])
    return table if seed.job is None else _with_job(table, seed.job)


def _day(seed: Role, weekday: int) -> Floats:
    knots = np.array([*seed.hours, seed.hours[0]])
    shape: Floats = np.interp(np.arange(_BLOCKS_A_DAY) / _BLOCKS_AN_HOUR, np.arange(len(knots)), knots)
    return shape * (seed.weekend if weekday >= _SATURDAY else 1.0)


def _with_job(table: Floats, job: Job) -> Floats:
    for day in job.days:
        first = day * _BLOCKS_A_DAY + round(job.start_hour * _BLOCKS_AN_HOUR)
        table[first : first + round(job.hours * _BLOCKS_AN_HOUR)] += job.load
    return table


def _offsets(zone: str, times: Times) -> Times:
    """Seconds the zone is ahead of UTC, decided once per UTC day."""
    if not times.size:
        return times
    first, numbers = times[0] // _DAY_S, times // _DAY_S
    by_day = np.array([_offset(zone, int(day)) for day in range(first, times[-1] // _DAY_S + 1)], dtype=np.int64)
    found: Times = by_day[numbers - first]
    return found


@cache
def _offset(zone: str, day: int) -> int:
    noon = datetime.fromtimestamp(day * _DAY_S + _DAY_S // 2, UTC).astimezone(ZoneInfo(zone))
    ahead = noon.utcoffset()
    return round(ahead.total_seconds()) if ahead is not None else 0
