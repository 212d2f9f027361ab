"""The shapes of what GuardDuty and Security Hub have found, and their reader."""

from functools import cache
from typing import Literal

from sandbox.aws.seed.load import read
from sandbox.aws.seed.model import Seed


class Threat(Seed):
    """One finding of GuardDuty: of a call (`api`), a connection to `port`, or a probe of it."""

    type: str
    severity: float
    title: str
    description: str
    hours_ago: float
    first_hours_ago: float
    count: int
    address: str
    api: str = ""
    service: str = ""
    user: str = ""
    instance: str = ""
    port: int = 0
    probe: bool = False
    archived: bool = False


class Control(Seed):
    """One control of Security Hub, on one resource; it failed unless it `passed`."""

    id: str
    title: str
    severity: Literal["CRITICAL", "HIGH", "MEDIUM", "LOW"]
    resource_type: str
    resource: str
    hours_ago: float
    first_hours_ago: float
    remedy: str
    passed: bool = False
    suppressed: bool = False


class Watchers(Seed):
    """The whole file."""

    guardduty: tuple[Threat, ...]
    control: tuple[Control, ...]


@cache
def watchers() -> Watchers:
    """What has been found."""
    return Watchers.model_validate(read("watchers.toml"))
