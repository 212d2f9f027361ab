"""What a metric has published, as statistic sets: one row per datapoint, or per five minutes where that is the same."""

from dataclasses import dataclass

import numpy as np

from sandbox.aws.cloudwatch.catalogue import AGENT, Cadence, Metric
from sandbox.aws.cloudwatch.noise import BLOCK_S, Floats, Times, uniforms

MINUTE_S = 60
# How late a datapoint arrives; EC2 and the agent are seldom quicker.
_DELAY_S = 60
# Where the five minutes of a block stand around its mean: the sum is 0, so every aggregate follows from the block.
_SHAPE = np.array([-1.0, 0.25, 1.0, -0.5, 0.25])
_WHOLE_STEP = 4  # a quarter of the deviation must be a whole number where only whole numbers are counted


@dataclass(frozen=True, slots=True)
class Rows:
    """Statistic sets by time, oldest first; `times` are epoch seconds."""

    times: Times
    count: Floats
    total: Floats
    least: Floats
    most: Floats


def rows(metric: Metric, start: int, end: int, now: float, *, exact: bool = False) -> Rows:
    """The datapoints with start <= time < end that had arrived by now; `exact` never joins samples."""
    born = max(start, metric.machine.first)
    known = int(min(metric.machine.last, now - _DELAY_S)) // MINUTE_S * MINUTE_S
    found = _ROWS[metric.cadence](metric, born, end, known, exact)
    return _without_gaps(metric, found)


def _every_minute(metric: Metric, start: int, end: int, known: int, exact: bool) -> Rows:  # noqa: FBT001  see _ROWS
    first, last = _up(start, MINUTE_S), min(_up(end, MINUTE_S), known)
    if exact:
        return _minutes(metric, first, last)
    inner = (_up(first, BLOCK_S), last // BLOCK_S * BLOCK_S)
    if inner[0] >= inner[1]:
        return _minutes(metric, first, last)
    return joined(_minutes(metric, first, inner[0]), _blocks(metric, *inner), _minutes(metric, inner[1], last))


def _sets_of_five(metric: Metric, start: int, end: int, known: int, exact: bool) -> Rows:  # noqa: FBT001  see _ROWS
    """The newest set grows with each sample, as it does on Nitro instances."""
    first, last = _up(start, BLOCK_S), min(_up(end, BLOCK_S), known)
    if exact:
        single = _minutes(metric, first, last)
        return Rows(single.times // BLOCK_S * BLOCK_S, single.count, single.total, single.least, single.most)
    whole = max(last // BLOCK_S * BLOCK_S, first)
    growing = _minutes(metric, whole, last)
    return joined(_blocks(metric, first, whole), _one_set(growing, whole))


def _once(metric: Metric, start: int, end: int, known: int, _exact: bool) -> Rows:  # noqa: FBT001  see _ROWS
    times = np.arange(_up(start, BLOCK_S), min(_up(end, BLOCK_S), known // BLOCK_S * BLOCK_S), BLOCK_S)
    level = metric.level(metric.machine, times)
    return _singles(times, level)


_ROWS = {Cadence.EVERY_MINUTE: _every_minute, Cadence.SET_OF_FIVE: _sets_of_five, Cadence.ONCE: _once}


def joined(*parts: Rows) -> Rows:
    """Several stretches, one after the other."""
    filled = [part for part in parts if part.times.size] or [parts[0]]
    if len(filled) == 1:
        return filled[0]
    columns = (
        np.concatenate([getattr(part, name) for part in filled])
        for name in ("times", "count", "total", "least", "most")
    )
    return Rows(*columns)


def picked(found: Rows, kept: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Rows:
    """The rows a mask keeps."""
    return Rows(found.times[kept], found.count[kept], found.total[kept], found.least[kept], found.most[kept])


def _blocks(metric: Metric, start: int, end: int) -> Rows:
    times = np.arange(start, end, BLOCK_S)
    mean, deviation = _spread(metric, times)
    return Rows(times, np.full(times.size, 5.0), 5 * mean, mean - deviation, mean + deviation)


def _minutes(metric: Metric, start: int, end: int) -> Rows:
    times = np.arange(start, end, MINUTE_S)
    if not times.size:
        return _singles(times, np.empty(0))
    blocks = np.arange(times[0] // BLOCK_S * BLOCK_S, times[-1] + 1, BLOCK_S)
    mean, deviation = _spread(metric, blocks)
    turned = (uniforms(metric.machine.key, blocks) * len(_SHAPE)).astype(np.int64)
    of = (times - blocks[0]) // BLOCK_S
    place = (times % BLOCK_S // MINUTE_S + turned[of]) % len(_SHAPE)
    return _singles(times, mean[of] + deviation[of] * _SHAPE[place])


def _spread(metric: Metric, times: Times) -> tuple[Floats, Floats]:
    """Mean of each block and how far its single minutes stand from it."""
    mean = metric.level(metric.machine, times)
    if metric.whole:
        mean = np.rint(mean)
    deviation = np.minimum(metric.shake * mean, metric.top - mean) if metric.shake else np.zeros(times.size)
    return mean, np.floor(deviation / _WHOLE_STEP) * _WHOLE_STEP if metric.whole else deviation


def _singles(times: Times, values: Floats) -> Rows:
    return Rows(times, np.ones(times.size), values, values, values)


def _one_set(single: Rows, at: int) -> Rows:
    if not single.times.size:
        return single
    total, least, most = single.total.sum(), single.least.min(), single.most.max()
    return Rows(np.array([at]), *(np.array([float(each)]) for each in (single.times.size, total, least, most)))


def _without_gaps(metric: Metric, found: Rows) -> Rows:
    for event in metric.machine.events_on("agent") if metric.namespace == AGENT else ():
        found = picked(found, (found.times < event.begin) | (found.times >= event.end))
    return found


def _up(at: int, step: int) -> int:
    return -(-at // step) * step
