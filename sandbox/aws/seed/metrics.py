"""How the machines behave over time, and which of them carries which story."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import Field

from sandbox.aws.seed.model import Seed

_HOURS_A_DAY = 24
Touched = Literal["cpu", "credits", "memory", "data_disk", "agent", "instance_check", "silent"]
Pair = tuple[float, float]


class Story(Seed):
    """Something that happened to one machine; hours count back from the start of the sandbox."""

    machine: str
    tells: str
    touches: Touched
    hours_ago: float
    hours: float | None = None
    add: float = 0.0
    per_day: float = 0.0


class Job(Seed):
    """Work that runs at a local time of certain weekdays (0 is Monday)."""

    days: tuple[int, ...]
    start_hour: float
    hours: float
    load: float


class Role(Seed):
    """A role's day, and what its load means in figures; each pair is what the comment of the file says."""

    hours: Annotated[tuple[float, ...], Field(min_length=_HOURS_A_DAY, max_length=_HOURS_A_DAY)]
    weekend: float
    cpu: Pair
    network_mb: Pair
    ebs_ops: Pair
    memory: Pair
    root_used: float
    data_path: str = ""
    data_used: float = 0.0
    job: Job | None = None


class Credits(Seed):
    """What a size of a burstable type earns."""

    per_hour: float
    vcpus: int


class Metrics(Seed):
    """The whole file."""

    story: tuple[Story, ...]
    zones: dict[str, str]
    credits: dict[str, Credits]
    role: dict[str, Role]


@cache
def metrics() -> Metrics:
    """The behaviour of the fleet as the file beside this module tells it."""
    text = files("sandbox.aws.seed").joinpath("metrics.toml").read_text(encoding="utf-8")
    return Metrics.model_validate(tomllib.loads(text))
