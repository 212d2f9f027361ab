"""How often AWS was asked, and how it answered: counted at each attempt, also those that botocore makes again."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, Literal

from services.aws.pace import Events
from services.aws.refusal import throttles

Answer = Literal["answered", "throttled", "refused", "lost"]
# Service, operation, answer, and when the attempt began in nanoseconds since 1970.
Heard = Callable[[str, str, str, int], None]
_BEGAN = "sre_began_ns"
# https://aws.amazon.com/cloudwatch/pricing/
_USD_A_METRIC, _USD_A_GIB = 0.01 / 1_000, 0.005
_GIB = 1024.0**3


class Tally:
    """Counts for all clients that it was set for, and tells `heard` of each attempt; safe to share between threads."""

    def __init__(self, heard: Heard | None = None) -> None:
        self._heard = heard
        self._lock = Lock()
        self._counts: Counter[tuple[str, str, Answer]] = Counter()
        self._usd = 0.0

    def set_for(self, events: Events) -> None:
        """Count the calls of a client of botocore's."""
        events.register("before-call", self._before)
        events.register("response-received", self._after)
        events.register("before-parameter-build.cloudwatch.GetMetricData", self._metrics_asked)

    def counts(self) -> Mapping[tuple[str, str, Answer], int]:
        """Attempts by service (as botocore names it), operation and answer; what never happened is left out."""
        with self._lock:
            return dict(self._counts)

    def usd(self) -> float:
        """US dollars at the list prices of us-west-2: metrics that were asked for, and logs that Insights read."""
        with self._lock:
            return self._usd

    def _metrics_asked(self, params: Mapping[str, Any], **_: object) -> None:
        self._pay(len(params.get("MetricDataQueries", ())) * _USD_A_METRIC)

    def _pay(self, usd: float) -> None:
        with self._lock:
            self._usd += usd

    def _before(self, context: dict[str, Any], **_: object) -> None:
        context[_BEGAN] = time.time_ns()

    def _after(
        self, event_name: str, parsed_response: Mapping[str, Any] | None, context: dict[str, Any], **_: object
    ) -> None:
        _event, service, operation = event_name.split(".", 2)
        answer = _answer(parsed_response)
        with self._lock:
            self._counts[service, operation, answer] += 1
        if self._heard:
            self._heard(service, operation, answer, context.get(_BEGAN) or time.time_ns())
        # What botocore asks again begins now.
        context[_BEGAN] = time.time_ns()
        if operation == "GetQueryResults" and (parsed_response or {}).get("status") == "Complete":
            read = (parsed_response or {}).get("statistics", {}).get("bytesScanned", 0.0)
            self._pay(read / _GIB * _USD_A_GIB)


def _answer(parsed: Mapping[str, Any] | None) -> Answer:
    if parsed is None:
        return "lost"
    if "Error" not in parsed:
        return "answered"
    return "throttled" if throttles(parsed["Error"].get("Code", "")) else "refused"
