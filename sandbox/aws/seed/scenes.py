"""The shapes of scenes, in which somebody does one thing after another, and their reader."""

from functools import cache
from typing import Literal

from pydantic import Field, Json, JsonValue

from sandbox.aws.seed.history import Who
from sandbox.aws.seed.load import read
from sandbox.aws.seed.model import Seed


class Step(Seed):
    """One call, or one for each of `each`, which stands for `{each}` in every text.

    `after_s` counts from the call before; `every_s` lies between the calls of one step. `about` are the resources that
    CloudTrail lists, as `AWS::EC2::Volume=vol-…`. `who` is another caller than the scene's.
    """

    source: str
    name: str
    request: Json[JsonValue] = None
    response: Json[JsonValue] = None
    more: Json[dict[str, JsonValue]] = Field(default_factory=dict)
    who: str = ""
    after_s: float = 4
    every_s: float = 2
    each: tuple[str, ...] = ("",)
    about: tuple[str, ...] = ()
    reads: bool = False
    error: str = ""
    said: str = ""


class Scene(Seed):
    """What somebody does: once so many `hours_ago`, else on `days` between two hours of the day in UTC.

    `times` is how often on such a day, `chance` how likely each time is.
    """

    name: str
    who: str
    step: tuple[Step, ...]
    hours_ago: float | None = None
    days: Literal["daily", "workdays"] = "workdays"
    between: tuple[float, float] = (8, 17)
    times: int = 1
    chance: float = 1


class Scenes(Seed):
    """One file."""

    who: dict[str, Who] = Field(default_factory=dict)
    scene: tuple[Scene, ...]


@cache
def routines() -> Scenes:
    """What recurs."""
    return Scenes.model_validate(read("routines.toml"))


@cache
def attacks() -> Scenes:
    """What should not have happened, and what was done about it."""
    return Scenes.model_validate(read("attacks.toml"))
