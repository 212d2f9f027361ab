"""The shapes of the maintenance windows, and their reader."""

from functools import cache

from sandbox.aws.seed.load import read
from sandbox.aws.seed.model import Seed


class Window(Seed):
    """A maintenance window with one target."""

    name: str
    description: str
    schedule: str
    zone: str
    duration_h: int
    cutoff_h: int
    target: str
    values: tuple[str, ...]


@cache
def windows() -> tuple[Window, ...]:
    """All maintenance windows, by the order of the file."""
    return tuple(Window.model_validate(row) for row in read("windows.toml")["window"])
