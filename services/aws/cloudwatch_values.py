"""The values of one GetMetricData question, put together from its pages."""

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

from core.errors import Cause, Upstream

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_cloudwatch.type_defs import GetMetricDataOutputTypeDef


class Values:
    """Takes pages, and knows which of the metrics, named by their query's id, are read to their end.

    A metric that is not is worth nothing: its missing part would look like times when nothing was measured.
    """

    def __init__(self, times: Sequence[float], period_s: int) -> None:
        self._first = times[0]
        self._count = len(times)
        self._period_s = period_s
        self._values: dict[str, list[float | None]] = {}
        self._status: dict[str, str] = {}
        self.pages = 0

    def take(self, page: "GetMetricDataOutputTypeDef") -> None:
        """Add one page; a metric may go on from the page before."""
        self.pages += 1
        for told in page.get("MetricDataResults", []):
            query = told.get("Id", "")
            self._status[query] = told.get("StatusCode", "")
            values = self._values.setdefault(query, [None] * self._count)
            for moment, value in zip(told.get("Timestamps", []), told.get("Values", []), strict=True):
                place = int((moment.timestamp() - self._first) // self._period_s)
                if 0 <= place < self._count and isfinite(value):
                    values[place] = value

    def of(self, query: str) -> tuple[float | None, ...] | None:
        """One value per period, None where there is none; None for a metric that was not read to its end."""
        return tuple(self._values[query]) if self._status.get(query) == "Complete" else None

    @property
    def error(self) -> Upstream:
        """Why a metric is not complete although every page was answered."""
        statuses = set(self._status.values()) - {"Complete"}
        if statuses == {"Forbidden"}:
            sentence = "AWS does not let this role read them (Forbidden)."
            advice = "Allow cloudwatch:GetMetricData for them."
            return Upstream(sentence, cause=Cause.DENIED, retryable=False, advice=advice)
        word = ", ".join(sorted(statuses - {""})) or "no answer"
        sentence = f"CloudWatch gave only a part of them ({word})."
        return Upstream(sentence, cause=Cause.BROKEN, retryable=True, advice="Ask again in a minute.")
