"""What GET /metrics tells: counted where it happens, or asked of its part when somebody looks."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic, perf_counter

from prometheus_client import CollectorRegistry, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from core.actor import Actor
from core.answers.health import Health, Part, State
from core.errors import AssistantError, Incomplete, Upstream
from core.tracing import Tracer, Untraced
from services.aws.tally import Tally

Gauges = Callable[[], Iterable[Metric]]
# From what is answered at once to the deadline of an answer and past it.
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60)

_ACTIVE_S = 30 * 86_400.0


class Meter:
    """The figures of one process. `aws_calls` is set for every client that it makes."""

    def __init__(self, tracer: Tracer | None = None) -> None:
        self.registry = CollectorRegistry()
        self._tracer = tracer or Untraced()
        self.aws_calls = Tally(self._tracer.called)
        self._gauges: list[Gauges] = [self._calls, self._people]
        self._seen: dict[str, float] = {}
        self._operations = Histogram(
            "sre_operation_seconds",
            "How long operations took, by their name, the door they were asked at, and how they ended.",
            ("operation", "door", "outcome"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.registry.register(self)

    def add(self, *gauges: Gauges) -> None:
        """Figures to ask for at each look; like checks of health they answer from memory or the local store."""
        self._gauges.extend(gauges)

    @contextmanager
    def timed(self, operation: str, actor: Actor) -> Iterator[None]:
        """Count, time and trace the work on an operation."""
        began, outcome = perf_counter(), "broken"
        if actor.user_id:
            self._seen[actor.user_id] = monotonic()
        try:
            with self._tracer.span(operation, door=actor.door.value):
                yield
            outcome = "answered"
        except AssistantError as error:
            outcome = "unanswered" if isinstance(error, Upstream | Incomplete) else "refused"
            raise
        finally:
            self._operations.labels(operation, actor.door, outcome).observe(perf_counter() - began)

    def collect(self) -> Iterator[Metric]:
        """For the registry: everything that is asked now. A part whose store does not answer is left out."""
        for gauges in self._gauges:
            try:
                yield from tuple(gauges())
            except AssistantError:
                continue

    def _calls(self) -> Iterator[Metric]:
        family = CounterMetricFamily(
            "sre_aws_calls", "Attempts to ask AWS, by how they ended.", labels=("service", "operation", "answer")
        )
        for labels, count in self.aws_calls.counts().items():
            family.add_metric(labels, count)
        yield family
        told = "US dollars that AWS asks for these calls since the start, at list prices, as far as they tell."
        yield CounterMetricFamily("sre_aws_usd", told, value=self.aws_calls.usd())

    def _people(self) -> Iterator[Metric]:
        since = monotonic() - _ACTIVE_S
        active = sum(at >= since for at in tuple(self._seen.values()))
        yield gauge("sre_active_users", "People who asked for something within thirty days of this process.", active)


def gauge(name: str, help_text: str, value: float) -> Metric:
    """One figure."""
    return GaugeMetricFamily(name, help_text, value=value)


def gauges(name: str, help_text: str, label: str, values: Iterable[tuple[str, float]]) -> Metric:
    """One figure for each value of a label."""
    family = GaugeMetricFamily(name, help_text, labels=(label,))
    for of, value in values:
        family.add_metric((of,), value)
    return family


def health_gauges(health: Callable[[], Health]) -> Gauges:
    """1 for each part of the assistant that is well, 0.5 where it is limited, 0 where it is down or unknown."""

    def look() -> Iterator[Metric]:
        report = health()
        well = 1 if report.status == "healthy" else 0
        yield gauge("sre_healthy", "Whether every part of the assistant is there.", well)
        yield gauges("sre_part_health", "Of one part: 1 good, 0.5 limited, 0 down or unknown.", "part", _parts(report))

    return look


def _parts(report: Health) -> Iterator[tuple[str, float]]:
    once: dict[str, Part] = {part.name: part for part in report.parts}
    for name, part in once.items():
        yield name, {State.GOOD: 1.0, State.LIMITED: 0.5}.get(part.state, 0.0)
