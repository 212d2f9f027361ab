"""What PutMetricData has stored in moto: the metrics of every namespace but the two that are computed here."""

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
from moto.cloudwatch.models import MetricAggregatedDatum, MetricDatum, MetricDatumBase, cloudwatch_backends

from sandbox.aws.account import Account
from sandbox.aws.cloudwatch.catalogue import AGENT, EC2, Identity
from sandbox.aws.cloudwatch.rows import Rows

COMPUTED = (EC2, AGENT)


def stored(account: Account) -> Iterator[tuple[Identity, MetricDatumBase]]:
    """Every stored datum with the identity of its metric."""
    for datum in cloudwatch_backends[account.id][account.region].metric_data:
        if datum.namespace not in COMPUTED:
            dimensions = tuple(sorted((one.name or "", one.value or "") for one in datum.dimensions))
            yield (datum.namespace, datum.name, dimensions), datum


def stored_rows(account: Account, identity: Identity, unit: str | None, *, exact: bool) -> Rows:
    """A metric's stored data, oldest first, only of the unit when one is given.

    Percentiles need single values, so an exact answer leaves out statistic sets of several different ones.
    """
    own = [datum for known, datum in stored(account) if known == identity and unit in (None, datum.unit or "None")]
    ordered = sorted((row for row in map(_row, own) if not exact or row[3] == row[4]), key=lambda row: row[0])
    table = np.array(ordered, dtype=np.float64).reshape(-1, 5).T
    return Rows(table[0].astype(np.int64), *table[1:])


def told_at(datum: MetricDatumBase) -> float:
    """When it was measured, in epoch seconds; moto keeps naive UTC times as well as aware ones."""
    at: datetime = datum.timestamp
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def _row(datum: MetricDatumBase) -> tuple[float, float, float, float, float]:
    at = told_at(datum)
    if isinstance(datum, MetricAggregatedDatum):
        return at, datum.sample_count, datum.sum, datum.min, datum.max
    value = datum.value if isinstance(datum, MetricDatum) else 0.0
    return at, 1.0, value, value, value
