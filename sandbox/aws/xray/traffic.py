"""What each service and each call between two was asked in one minute: it follows from the seed and the time alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import pi, sin
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.scale import stable_fraction
from sandbox.aws.seed.tracing import Service, tracing

MINUTE = 60
CLIENT = "client"
# Segments reach X-Ray some seconds after the call, and are kept for thirty days.
# https://docs.aws.amazon.com/general/latest/gr/xray.html
_LATE = timedelta(seconds=20)
_KEPT = timedelta(days=30)
_DAY_S = 86_400
_SWING, _NOISE = 0.3, 0.05
_SPREAD = ((0.6, 0.35), (0.9, 0.35), (1.4, 0.2), (2.2, 0.1))
Edge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """Calls, those that failed, and seconds in all."""

    calls: int = 0
    faults: int = 0
    seconds: float = 0.0

    def __add__(self, more: "Counted") -> "Counted":
        return Counted(self.calls + more.calls, self.faults + more.faults, self.seconds + more.seconds)

    @property
    def statistics(self) -> dict[str, Any]:
        """As SummaryStatistics of X-Ray's model; a fault is the service's, an error would be the caller's."""
        return {
            "OkCount": self.calls - self.faults,
            "ErrorStatistics": {"ThrottleCount": 0, "OtherCount": 0, "TotalCount": 0},
            "FaultStatistics": {"OtherCount": self.faults, "TotalCount": self.faults},
            "TotalCount": self.calls,
            "TotalResponseTime": round(self.seconds, 6),
        }

    @property
    def histogram(self) -> list[dict[str, Any]]:
        """How long the calls took: most less than the average, a few much longer."""
        if not self.calls:
            return []
        average = self.seconds / self.calls
        told = [(average * times, int(self.calls * share)) for times, share in _SPREAD]
        return [{"Value": round(value, 3), "Count": count} for value, count in told if count]


@dataclass(slots=True)
class Slowness:
    """What has been added to the time of which service, and since when (epoch seconds)."""

    since: dict[str, tuple[float, float]] = field(default_factory=dict)

    def add(self, service: str, added_ms: float, at: datetime) -> None:
        """Let a service take longer from a moment on; X-Ray sees it with everybody who calls it."""
        self.since[service] = (at.timestamp(), added_ms)

    def of(self, service: str, minute: int) -> float:
        """The milliseconds that are added in a minute."""
        at, added_ms = self.since.get(service, (0.0, 0.0))
        return added_ms if added_ms and minute >= at - MINUTE / 2 else 0.0


def minutes(account: Account, since: float, until: float) -> Iterator[int]:
    """The beginnings of the minutes that something was traced in; none where nothing is traced."""
    now = account.timeline.now()
    first = max(since, (now - _KEPT).timestamp()) // MINUTE * MINUTE
    last = min(until, (now - _LATE).timestamp())
    return iter(range(int(first), int(last), MINUTE) if account.enabled else ())


def counted(account: Account, minute: int) -> Mapping[Edge, Counted]:
    """Each call between two services in a minute; the first caller is the client."""
    slowness = account.state.of(Slowness)
    services = tracing().service
    asked: dict[Edge, int] = {(CLIENT, tracing().client.calls): _of_clients(minute)}
    for each in services:
        whole = sum(calls for (_, callee), calls in asked.items() if callee == each.name)
        asked |= {(each.name, callee): round(whole * share) for callee, share in each.calls.items()}
    took: dict[str, float] = {}
    for each in reversed(services):
        own = (each.own_ms + slowness.of(each.name, minute)) / 1_000 * _wobble(each.name, minute)
        took[each.name] = own + sum(share * took[callee] for callee, share in each.calls.items())
    known = {each.name: each for each in services}
    return {
        edge: Counted(calls, _faults(known[edge[1]], edge, calls, minute), calls * took[edge[1]])
        for edge, calls in asked.items()
    }


def summed(parts: Iterable[Counted]) -> Counted:
    """All of them together."""
    return sum(parts, Counted())


def _of_clients(minute: int) -> int:
    day = 1 + _SWING * sin(2 * pi * (minute % _DAY_S) / _DAY_S)
    return round(tracing().client.per_minute * day * _wobble(CLIENT, minute))


def _faults(service: Service, edge: Edge, calls: int, minute: int) -> int:
    """A share of a few calls is mostly none and sometimes one."""
    return min(calls, int(calls * service.faults + stable_fraction(f"fault/{edge}/{minute}")))


def _wobble(name: str, minute: int) -> float:
    return 1 + _NOISE * (2 * stable_fraction(f"trace/{name}/{minute}") - 1)
