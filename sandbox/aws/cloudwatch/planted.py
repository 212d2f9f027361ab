"""Values of metrics that a story planted; they stand in place of what would be computed or was stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from sandbox.aws.cloudwatch.catalogue import Identity
from sandbox.aws.cloudwatch.rows import Rows


@dataclass(slots=True)
class Planted:
    """The planted series by metric: pairs of epoch seconds and value, oldest first."""

    series: dict[Identity, tuple[tuple[float, float], ...]] = field(default_factory=dict)

    def plant(self, identity: Identity, points: Iterable[tuple[float, float]]) -> None:
        """Plant a series; another one of the same metric replaces it."""
        self.series[identity] = tuple(points)

    def rows(self, identity: Identity) -> Rows | None:
        """The series as datapoints of one sample each; None for a metric of which nothing was planted."""
        found = self.series.get(identity)
        if found is None:
            return None
        table = np.array(found, dtype=np.float64).reshape(-1, 2)
        values = table[:, 1]
        return Rows(table[:, 0].astype(np.int64), np.ones(len(values)), values, values, values)
