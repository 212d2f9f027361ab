"""One Web API call: its arguments, its token's scopes, and what a method declares about itself."""

import enum
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.slack.model import Channel, User
from sandbox.slack.shapes import BOT_USER, Json, Refused, invalid_arguments

if TYPE_CHECKING:
    from sandbox.slack.state import Sandbox

YES = frozenset({"1", "true", "True"})


class Token(enum.Enum):
    """Which kind of token a method takes."""

    BOT = "bot"
    APP = "app"
    EITHER = "either"
    NONE = "none"


@dataclass(frozen=True)
class Call:
    """One call as a method sees it."""

    slack: "Sandbox"
    args: Json
    scopes: tuple[str, ...] = ()
    token: Token = Token.BOT

    def text(self, name: str) -> str:
        """An argument as text, empty when absent."""
        value = self.args.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        """A boolean argument; absent is False."""
        value = self.args.get(name)
        return value is True or (isinstance(value, str) and value in YES)

    def number(self, name: str, default: int) -> int:
        """An integer argument."""
        value = self.args.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise invalid_arguments(f"must be an integer [json-pointer:/{name}]") from None

    def parsed(self, name: str, error: Refused) -> object:
        """An argument that is JSON, given as text (forms) or as itself (JSON bodies)."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            raise error from None

    def need(self, scope: str) -> None:
        """Refuse unless the token carries the scope."""
        if scope not in self.scopes:
            provided = ",".join(self.scopes)
            raise Refused("missing_scope", needed=scope, provided=provided)

    def channel(self, name: str = "channel") -> Channel:
        """The conversation of an argument, if the bot can see it."""
        found = self.slack.workspace.channels.get(self.text(name))
        if found is None or not self.slack.workspace.sees(BOT_USER, found):
            raise Refused("channel_not_found")
        return found

    def user(self, name: str = "user") -> User:
        """The user of an argument."""
        found = self.slack.workspace.users.get(self.text(name))
        if found is None:
            raise Refused("user_not_found")
        return found


@dataclass(frozen=True)
class Method:
    """What a Web API method is called, needs and does.

    `form_only` methods ignore a JSON body, as Slack's own do where the method's
    page lists only `application/x-www-form-urlencoded`.
    """

    name: str
    run: Callable[[Call], Json]
    scope: str | None = None
    token: Token = Token.BOT
    required: tuple[str, ...] = ()
    form_only: bool = False

    def answer(self, call: Call) -> Json:
        """Check scope and required arguments, then run."""
        if self.scope is not None:
            call.need(self.scope)
        missing = [name for name in self.required if call.args.get(name) in (None, "")]
        if missing:
            raise invalid_arguments(*(f"missing required field: {name}" for name in missing))
        return {"ok": True} | self.run(call)
