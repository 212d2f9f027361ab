"""Which figures of GET /metrics go to CloudWatch, and under which names."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple, Protocol

from prometheus_client.core import Metric

from services.aws.metric_publishing import Figure


class _Published(NamedTuple):
    """CloudWatch's name of a figure, its unit, and the name of its dimension where it has one."""

    name: str
    unit: str = "Count"
    dimension: str = ""


# Each series costs what CloudWatch asks for a custom metric, so these are few.
PUBLISHED = {
    "sre_findings": _Published("Findings", dimension="Severity"),
    "sre_instances_unscanned": _Published("InstancesNotScanned"),
    "sre_patches": _Published("Patches", dimension="State"),
    "sre_patches_oldest_seconds": _Published("PatchAge", "Seconds", "State"),
    "sre_incidents": _Published("Incidents", dimension="State"),
    "sre_healthy": _Published("Healthy", "None"),
}


class Registry(Protocol):
    """See `prometheus_client.CollectorRegistry`."""

    def collect(self) -> Iterable[Metric]:
        """Every figure now."""
        ...


class Publisher(Protocol):
    """See `services.aws.metric_publishing.MetricPublishing`."""

    def publish(self, figures: list[Figure]) -> None:
        """Take figures."""
        ...


class Publishing:
    """Reads the figures and publishes the chosen ones."""

    def __init__(self, registry: Registry, publisher: Publisher) -> None:
        self._registry = registry
        self._publisher = publisher

    def publish(self, now: datetime) -> str:
        """Once; raises Upstream where CloudWatch does not take them."""
        del now
        figures = list(self._figures())
        self._publisher.publish(figures)
        return f"{len(figures)} published" if figures else ""

    def _figures(self) -> Iterator[Figure]:
        for metric in self._registry.collect():
            if chosen := PUBLISHED.get(metric.name):
                for sample in metric.samples:
                    label = "".join(sample.labels.values())
                    yield Figure(chosen.name, sample.value, chosen.unit, {chosen.dimension: label} if label else {})
