"""What is measured of a component, as series that blame can be weighed by: its latency, availability, requests, strain.

X-Ray and load balancers measure what a caller waits for. A database or a machine tells only how hard it works, which is
strain: of a processor how long work queues for it, 1 / (1 - use), since a busy one slows down long before it is full
(https://en.wikipedia.org/wiki/M/M/1_queue), of storage how long it takes. How many connections there are is no strain:
callers that are slow for any reason hold more of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from core.causes.components import Component
from core.causes.shift import Measured, Values
from core.causes.subject import Subject
from core.model import Model
from core.series import Metric

LATENCY, AVAILABILITY, REQUESTS = "latency", "availability", "requests"
_CPU, _STORAGE = "cpu_strain", "storage_strain"
Role = Literal["seconds", "failures", "requests", "cpu", "storage"]
# So many machines stand for all of a large group.
_MOST_THINGS = 10
_MS = 0.001
_FULL = 0.99
# EC2 without detailed monitoring measures every five minutes, which holds for each minute of them.
_HELD = 4


class Measure(NamedTuple):
    """One metric of a component, what it tells, and what makes seconds of its values."""

    metric: Metric
    role: Role
    factor: float = 1.0


class Traffic(Model):
    """What X-Ray counted of a component in one period: calls, those that failed or were throttled, seconds in all."""

    at: float
    calls: int
    failed: int
    seconds: float


def measures_of(component: Component) -> tuple[Measure, ...]:
    """What CloudWatch may have of a component; of one that nothing is known but its name may be a database's."""
    things = component.things[:_MOST_THINGS] or (() if component.traced else _guesses(component.name))
    return tuple(dict.fromkeys(each for thing in things for each in _of_thing(thing)))


def _guesses(name: str) -> tuple[Subject, ...]:
    """CloudWatch has no values under a name that does not exist, so that asking does no harm."""
    return (Subject(db=name), Subject(function=name))


def _of_thing(thing: Subject) -> Iterable[Measure]:
    values = thing.values()
    for namespace, dimensions, metrics in _MEASURED:
        named = tuple(sorted((dimension, values.get(name, "")) for dimension, name in dimensions.items()))
        # Network and gateway load balancers measure no requests.
        if all(value for _, value in named) and (namespace != _ALB or thing.balancer.startswith("app/")):
            for name, statistic, role in metrics:
                metric = Metric(namespace=namespace, name=name, dimensions=named, statistic=statistic)
                yield Measure(metric, role, _MS if name == "Duration" else 1.0)


_ALB = "AWS/ApplicationELB"
_DATABASE: tuple[tuple[str, str, Role], ...] = (
    ("ReadLatency", "Average", "storage"),
    ("WriteLatency", "Average", "storage"),
    ("CPUUtilization", "Average", "cpu"),
)
_BALANCER: tuple[tuple[str, str, Role], ...] = (
    ("TargetResponseTime", "Average", "seconds"),
    ("RequestCount", "Sum", "requests"),
    ("HTTPCode_Target_5XX_Count", "Sum", "failures"),
    ("HTTPCode_ELB_5XX_Count", "Sum", "failures"),
)
_FUNCTION: tuple[tuple[str, str, Role], ...] = (
    ("Duration", "Average", "seconds"),
    ("Invocations", "Sum", "requests"),
    ("Errors", "Sum", "failures"),
    ("Throttles", "Sum", "failures"),
)
_PROCESSOR: tuple[tuple[str, str, Role], ...] = (("CPUUtilization", "Average", "cpu"),)
_MEASURED: tuple[tuple[str, Mapping[str, str], tuple[tuple[str, str, Role], ...]], ...] = (
    ("AWS/EC2", {"InstanceId": "instance_id"}, _PROCESSOR),
    ("AWS/RDS", {"DBInstanceIdentifier": "db"}, _DATABASE),
    ("AWS/RDS", {"DBClusterIdentifier": "db_cluster"}, _DATABASE),
    (_ALB, {"LoadBalancer": "balancer"}, _BALANCER),
    ("AWS/Lambda", {"FunctionName": "function"}, _FUNCTION),
    ("AWS/ECS", {"ClusterName": "cluster", "ServiceName": "ecs_service"}, _PROCESSOR),
)
"""By namespace: which names of a subject are which dimensions, and the metrics with what each tells."""


def series_of(component: Component, read: Mapping[Metric, Values]) -> dict[Measured, Values]:
    """The series that CloudWatch's values make, each as long as the values; what was not measured is left out."""
    rows: dict[Role, list[Sequence[float | None]]] = {}
    for each in measures_of(component):
        values = read.get(each.metric, ())
        if any(value is not None for value in values):
            scaled = [None if value is None else value * each.factor for value in values]
            rows.setdefault(each.role, []).append(scaled)
    name = component.name
    found: dict[Measured, Values] = {}
    if "seconds" in rows:
        found[Measured(name, LATENCY, "Average")] = _together(rows["seconds"], _mean)
    if "requests" in rows:
        requests = _together(rows["requests"], sum)
        found[Measured(name, REQUESTS, "Sum")] = requests
        failures = _together(rows.get("failures", ()), sum) or (None,) * len(requests)
        found[Measured(name, AVAILABILITY, "Average")] = [
            _available(asked, failed or 0.0) for asked, failed in zip(requests, failures, strict=True)
        ]
    for role, metric in (("cpu", _CPU), ("storage", _STORAGE)):
        if role in rows:  # of several machines or kinds of storage the worst
            worst = _held(_together(rows[role], max))
            found[Measured(name, metric, "Average")] = [_queueing(each) for each in worst] if role == "cpu" else worst
    return found


def series_of_traffic(name: str, times: Sequence[float], traffic: Iterable[Traffic]) -> dict[Measured, Values]:
    """The series that X-Ray's counts make, for the periods that begin at `times`; nothing where nothing was counted."""
    counted = {each.at: each for each in traffic if each.calls > 0}
    rows = [counted.get(at) for at in times]
    if not any(rows):
        return {}
    return {
        Measured(name, LATENCY, "Average"): [None if each is None else each.seconds / each.calls for each in rows],
        Measured(name, REQUESTS, "Sum"): [None if each is None else float(each.calls) for each in rows],
        Measured(name, AVAILABILITY, "Average"): [
            None if each is None else _available(each.calls, each.failed) for each in rows
        ],
    }


def _available(asked: float | None, failed: float) -> float | None:
    return max(0.0, 100.0 * (1 - failed / asked)) if asked else None


def _queueing(use_pct: float | None) -> float | None:
    return None if use_pct is None else 1 / (1 - min(max(use_pct, 0.0) / 100, _FULL))


def _mean(values: Iterable[float]) -> float:
    several = tuple(values)
    return sum(several) / len(several)


def _together(rows: Sequence[Sequence[float | None]], how: Callable[[list[float]], float]) -> tuple[float | None, ...]:
    """One value per period of what several rows hold; None where none of them does."""
    columns = ([value for value in column if value is not None] for column in zip(*rows, strict=True))
    return tuple(how(known) if known else None for known in columns)


def _held(values: Sequence[float | None]) -> tuple[float | None, ...]:
    """The values with short holes filled by the one before."""
    held: list[float | None] = []
    last, age = None, 0
    for value in values:
        last, age = (value, 0) if value is not None else (last, age + 1)
        held.append(last if age <= _HELD else None)
    return tuple(held)
