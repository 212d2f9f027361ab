"""The shapes of the account's history, and their reader."""

from functools import cache

from pydantic import Json, JsonValue

from sandbox.aws.seed.load import read
from sandbox.aws.seed.model import Seed


class Who(Seed):
    """Who calls AWS: a user, a session of a role, or a service by itself.

    `mfa`: the session began with a second factor. `console`: it works in the console. `on_instance`: the credentials
    were given out by the metadata service of a machine, whose id is the session.
    """

    address: str
    agent: str
    user: str = ""
    role: str = ""
    session: str = ""
    service: str = ""
    mfa: bool = False
    console: bool = False
    on_instance: bool = False


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
