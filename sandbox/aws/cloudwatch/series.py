"""Answers one metric query from what is computed or stored."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sandbox.aws.account import Account
from sandbox.aws.cloudwatch.catalogue import Identity, Metric, metrics_of
from sandbox.aws.cloudwatch.machine import Machine, reporting
from sandbox.aws.cloudwatch.noise import BLOCK_S, Floats, Times
from sandbox.aws.cloudwatch.planted import Planted
from sandbox.aws.cloudwatch.rows import Rows, picked, rows
from sandbox.aws.cloudwatch.statistics import is_extended, over_periods
from sandbox.aws.cloudwatch.stored import COMPUTED, stored_rows
from sandbox.aws.cloudwatch.windows import MINUTE_S, oldest_kept, rounded_start

Points = tuple[Times, Floats]
NO_POINTS: Points = (np.empty(0, dtype=np.int64), np.empty(0))
_INSTANCE = "InstanceId"


@dataclass(frozen=True, slots=True)
class Ask:
    """One metric over a time; `start` is rounded already, and periods are counted from it."""

    identity: Identity
    period: int
    statistic: str
    unit: str | None
    start: int
    end: float

    @property
    def periods(self) -> int:
        """How many periods begin within the time."""
        return max(-int(-(self.end - self.start) // self.period), 0)


def ask(metric: Mapping[str, Any], stat: Mapping[str, Any], start: float, end: float, now: float) -> Ask:
    """A query from the members Metric has, and Period, Stat, Unit beside it."""
    return Ask(
        identity_of(metric),
        stat["Period"],
        stat.get("Stat", ""),
        stat.get("Unit"),
        rounded_start(start, now, stat["Period"]),
        end,
    )


def identity_of(metric: Mapping[str, Any]) -> Identity:
    """Namespace, name and sorted dimensions of a Metric member."""
    dimensions = tuple(sorted((one["Name"], one["Value"]) for one in metric.get("Dimensions") or ()))
    return metric.get("Namespace", ""), metric.get("MetricName", ""), dimensions


class Source:
    """Everything the account has published by now."""

    def __init__(self, account: Account, now: float, identities: Collection[Identity]) -> None:
        self._account = account
        self._now = now
        self._wanted = {value for _, _, pairs in identities for name, value in pairs if name == _INSTANCE}
        self._by_machine: dict[str, Mapping[Identity, Metric]] = {}

    def metric(self, identity: Identity) -> Metric | None:
        """A computed metric; None for a stored one and for one that nobody publishes."""
        if identity[0] not in COMPUTED:
            return None
        instance_id = dict(identity[2]).get(_INSTANCE, "")
        machine = self._machines.get(instance_id)
        if machine is None:
            return None
        if instance_id not in self._by_machine:
            self._by_machine[instance_id] = metrics_of(machine)
        return self._by_machine[instance_id].get(identity)

    def points(self, asked: Ask, start: float, end: float) -> Points:
        """The statistic of the periods that begin in start <= time < end, oldest first."""
        first, last = (max(-int(-(at - asked.start) // asked.period), 0) for at in (start, end))
        begin = asked.start + first * asked.period
        stop = min(asked.start + last * asked.period, asked.end)
        found = self._rows(asked, max(begin, int(oldest_kept(self._now, asked.period))), stop)
        return over_periods(found, asked.start, asked.period, asked.statistic)

    @cached_property
    def _machines(self) -> Mapping[str, Machine]:
        return reporting(self._account, self._wanted)

    def _rows(self, asked: Ask, start: int, end: float) -> Rows:
        exact = is_extended(asked.statistic)
        planted = self._account.state.of(Planted).rows(asked.identity)
        if planted is not None:
            return picked(planted, (planted.times >= start) & (planted.times < end))
        if asked.identity[0] not in COMPUTED:
            kept = stored_rows(self._account, asked.identity, asked.unit, exact=exact)
            return picked(kept, (kept.times >= start) & (kept.times < end))
        metric = self.metric(asked.identity)
        if metric is None or asked.period < MINUTE_S or asked.unit not in (None, metric.unit) or end <= start:
            return _NO_ROWS
        within_blocks = asked.period % BLOCK_S != 0 or asked.start % BLOCK_S != 0
        return rows(metric, start, -int(-end // 1), self._now, exact=exact or within_blocks)


_NO_ROWS = Rows(NO_POINTS[0], *(np.empty(0) for _ in range(4)))
