"""Which times a query reaches: StartTime rounded by its age, and nothing finer than CloudWatch still keeps.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
"""

MINUTE_S = 60
_HOUR_S = 3_600
_DAY_S = 86_400
_SUB_MINUTE = (1, 5, 10, 20, 30)
# Age from which on only this resolution is kept.
_RESOLUTIONS = ((63 * _DAY_S, _HOUR_S), (15 * _DAY_S, 300), (0, MINUTE_S))
# How far back a period reaches that is a multiple of this.
_RETENTION = ((_HOUR_S, 455 * _DAY_S), (300, 63 * _DAY_S), (MINUTE_S, 15 * _DAY_S), (1, 3 * _HOUR_S))


def is_period(period: int) -> bool:
    """Whether CloudWatch takes it."""
    return period in _SUB_MINUTE or (period > 0 and period % MINUTE_S == 0)


def rounded_start(start: float, now: float, period: int) -> int:
    """StartTime rounded down, the coarser the older; periods begin there."""
    if period < MINUTE_S:
        return int(start // period * period)
    step = next(step for age, step in _RESOLUTIONS if now - start >= age or age == 0)
    return int(start // step * step)


def oldest_kept(now: float, period: int) -> float:
    """The time before which no data is kept that is fine enough for the period."""
    return now - next(reach for multiple, reach in _RETENTION if period % multiple == 0)
