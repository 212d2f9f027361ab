"""Services of ECS as stories plant them."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Rollout:
    """A deployment of a service, of a task definition such as `checkout:43`."""

    task_definition: str
    began: datetime
    failed_tasks: int = 0


@dataclass(frozen=True, slots=True)
class Stopped:
    """A task that ended, with the exit code of its one container."""

    id: str
    task_definition: str
    at: datetime
    reason: str
    exit_code: int


@dataclass(frozen=True, slots=True)
class Service:
    """`rollouts` newest first."""

    cluster: str
    name: str
    desired: int
    running: int
    rollouts: tuple[Rollout, ...]
    stopped: tuple[Stopped, ...] = ()


@dataclass(slots=True)
class Services:
    """The account's services by cluster and name."""

    known: dict[tuple[str, str], Service] = field(default_factory=dict)

    def plant(self, service: Service) -> None:
        """Plant a service; another one of the same name replaces it."""
        self.known[service.cluster, service.name] = service

    def of(self, cluster: str) -> list[Service]:
        """Those of one cluster."""
        return [each for (name, _), each in sorted(self.known.items()) if name == cluster]
