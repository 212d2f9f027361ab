"""The shapes of what X-Ray traces, and their reader."""

from functools import cache

from pydantic import Field

from sandbox.aws.seed.load import read
from sandbox.aws.seed.model import Seed


class Service(Seed):
    """One service; `calls` tells how often it calls others for one call of its own."""

    name: str
    type: str
    own_ms: float
    faults: float
    calls: dict[str, float] = Field(default_factory=dict)


class Client(Seed):
    """People: whom they call, and how often in a minute on average over the day."""

    calls: str
    per_minute: float


class Tracing(Seed):
    """The whole file."""

    client: Client
    service: tuple[Service, ...]


@cache
def tracing() -> Tracing:
    """The services as the file beside this module tells them, a caller before those that it calls."""
    return Tracing.model_validate(read("tracing.toml"))
