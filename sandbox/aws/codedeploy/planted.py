"""Deployments of CodeDeploy: those that stories plant, and those that CreateDeployment left with moto."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.codedeploy.models import DeploymentInfo, codedeploy_backends

from sandbox.aws.account import Account


@dataclass(frozen=True, slots=True)
class Deployment:
    """One deployment. `error` is its code and its sentence, `taken_back_by` the deployment that undid it."""

    id: str
    application: str
    group: str
    created: datetime
    status: str = "Succeeded"
    creator: str = "user"
    revision: Mapping[str, Any] = field(default_factory=dict)
    platform: str = "Server"
    started: datetime | None = None
    error: tuple[str, str] | None = None
    taken_back_by: str = ""
    takes_back: str = ""


@dataclass(slots=True)
class Deployments:
    """What stories planted, by id."""

    planted: dict[str, Deployment] = field(default_factory=dict)

    def plant(self, deployment: Deployment) -> None:
        """Plant a deployment; another one of the same id replaces it."""
        self.planted[deployment.id] = deployment


def known(account: Account) -> Mapping[str, Deployment]:
    """All of them by id, newest first."""
    every = [*account.state.of(Deployments).planted.values(), *_made(account)]
    return {each.id: each for each in sorted(every, key=lambda one: one.created, reverse=True)}


def groups(account: Account) -> Mapping[str, set[str]]:
    """The names of deployment groups by application."""
    made = codedeploy_backends[account.id][account.region]
    found = {name: set(made.deployment_groups.get(name, {})) for name in made.applications}
    for each in account.state.of(Deployments).planted.values():
        found.setdefault(each.application, set()).add(each.group)
    return found


def _made(account: Account) -> Iterator[Deployment]:
    """Moto's never begin."""
    made: list[DeploymentInfo] = list(codedeploy_backends[account.id][account.region].deployments.values())
    for each in made:
        yield Deployment(
            id=each.deployment_id,
            application=each.application_name,
            group=each.deployment_group_name,
            created=each.create_time.replace(tzinfo=UTC),
            status=each.status,
            creator=each.creator,
            revision=each.revision or {},
            platform=each.application.compute_platform or "Server",
        )
