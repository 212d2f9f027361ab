"""Measured values over time, as a monitoring service hands them out."""

from core.model import Model


class Metric(Model):
    """What is measured, where, and how values of one period are made one (CloudWatch's words).

    `dimensions` are sorted pairs of name and value; `unit` is CloudWatch's ("Percent", "Bytes", "Count", "None").
    """

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...]
    statistic: str
    unit: str = "None"


class Series(Model):
    """One value per period of `period_s` seconds, oldest first, no period left out.

    `times` are the periods' beginnings in epoch seconds; a value is None where nothing was
    measured: a gap is never zero.
    """

    metric: Metric
    period_s: int
    times: tuple[float, ...]
    values: tuple[float | None, ...]
