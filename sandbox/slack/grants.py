"""Short-lived secrets that Slack hands out: trigger ids, response URLs and Socket Mode tickets."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.slack.shapes import Refused

# https://docs.slack.dev/interactivity/handling-user-interaction: a trigger expires after 3 seconds.
TRIGGER_SECONDS = 3.0
# The same page: a response URL can be used 5 times within 30 minutes.
HOOK_SECONDS = 30 * 60.0
HOOK_USES = 5


@dataclass
class Trigger:
    """Permission to open one view for one user."""

    user: str
    expires: float
    exchanged: bool = False


@dataclass
class Hook:
    """A response URL; `original` is the message that `replace_original` means."""

    user: str
    channel: str
    expires: float
    original: str | None = None
    thread_ts: str | None = None
    uses: int = 0


class Grants:
    """Every trigger, response URL and ticket that is out."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._triggers: dict[str, Trigger] = {}
        self._hooks: dict[str, Hook] = {}
        self._tickets: set[str] = set()

    def new_trigger(self, user: str) -> str:
        """A trigger id for a user's interaction."""
        key = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[key] = Trigger(user, self._now() + TRIGGER_SECONDS)
        return key

    def exchange(self, trigger_id: object) -> str:
        """The user behind a trigger, which is then used up."""
        trigger = self._triggers.get(trigger_id) if isinstance(trigger_id, str) else None
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.exchanged:
            raise Refused("exchanged_trigger_id")
        if self._now() > trigger.expires:
            raise Refused("expired_trigger_id")
        trigger.exchanged = True
        return trigger.user

    def new_hook(self, user: str, channel: str, original: str | None, thread_ts: str | None) -> str:
        """The path of a new response URL below `/response/`."""
        key = f"{secrets.randbelow(10**12)}/{secrets.token_urlsafe(18)}"
        self._hooks[key] = Hook(user, channel, self._now() + HOOK_SECONDS, original, thread_ts)
        return key

    def hook(self, key: str) -> Hook:
        """A response URL that may still be used."""
        hook = self._hooks.get(key)
        if hook is None:
            raise Refused("invalid_url")
        if self._now() > hook.expires:
            raise Refused("expired_url")
        if hook.uses >= HOOK_USES:
            raise Refused("used_url")
        return hook

    def new_ticket(self) -> str:
        """A ticket for one Socket Mode connection."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    def redeem(self, ticket: str) -> bool:
        """Whether the ticket was good; it is not good again."""
        if ticket not in self._tickets:
            return False
        self._tickets.remove(ticket)
        return True
