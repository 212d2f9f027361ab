"""The shapes of the account's history, and their reader."""

from functools import cache

from pydantic import Json, JsonValue

from sandbox.aws.seed.load import read
from sandbox.aws.seed.model import Seed


class Who(Seed):
    """Who calls AWS: a user, or a session of a role."""

    address: str
    agent: str
    user: str = ""
    role: str = ""
    session: str = ""


class Told(Seed):
    """One event; `machines` and `groups` are the resources that CloudTrail lists with it."""

    hours_ago: float
    who: str
    source: str
    name: str
    request: Json[JsonValue]
    response: Json[JsonValue] = None
    machines: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    error: str = ""


class History(Seed):
    """The whole file."""

    who: dict[str, Who]
    event: tuple[Told, ...]


@cache
def history() -> History:
    """What happened, and who did it."""
    return History.model_validate(read("history.toml"))
