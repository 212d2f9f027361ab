"""The state of the workspace: who is there, what was said, which files exist."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.slack import seed
from sandbox.slack.manifest import Manifest
from sandbox.slack.model import Channel, File, Message, User
from sandbox.slack.shapes import BOT_USER

MICROS = 1_000_000


@dataclass(frozen=True)
class Change:
    """Something that a page showing the workspace has to draw again."""

    kind: str
    channel: str = ""
    ts: str = ""
    user: str = ""


class Workspace:
    """People, channels, messages and files; every change is told to `changed`."""

    def __init__(
        self, manifest: Manifest, now: Callable[[], float], changed: Callable[[Change, Message | None], None]
    ) -> None:
        self.users = seed.users(manifest.bot_name)
        self.channels = seed.channels(self.users)
        self.usergroups = seed.usergroups()
        self.messages: dict[str, dict[str, Message]] = {c: {} for c in self.channels}
        self.files: dict[str, File] = {}
        self.read_up_to: dict[tuple[str, str], str] = {}
        self._now = now
        self._changed = changed
        self._last_micros = 0

    def next_ts(self) -> str:
        """A timestamp that no message of this workspace has: Slack's message ids are times."""
        self._last_micros = max(self._last_micros + 1, int(self._now() * MICROS))
        return f"{self._last_micros // MICROS}.{self._last_micros % MICROS:06d}"

    def new_id(self, prefix: str) -> str:
        """A fresh id of Slack's shape, such as `F0…` or `V0…`."""
        return f"{prefix}0{secrets.token_hex(4).upper()}"

    def user_named(self, name: str) -> User | None:
        """The user of that handle."""
        return next((u for u in self.users.values() if u.name == name), None)

    def direct_channel(self, user: str) -> Channel | None:
        """The direct message between the bot and a user, or None when there is none."""
        return self.channels.get("D" + user[1:])

    def sees(self, user: str, channel: Channel) -> bool:
        """Whether a user can open the channel: members always, full members every public channel."""
        if user in channel.members:
            return True
        person = self.users.get(user)
        is_insider = person is not None and (person.is_full_member or user == BOT_USER)
        return channel.kind == "public_channel" and is_insider

    def message(self, channel: str, ts: str) -> Message | None:
        """The message, deleted ones excepted."""
        found = self.messages.get(channel, {}).get(ts)
        return None if found is None or found.deleted else found

    def post(self, message: Message) -> Message:
        """Add a message and count it as a reply of its thread."""
        self.messages[message.channel][message.ts] = message
        parent = self.message(message.channel, message.thread_ts or "")
        if parent is not None and parent is not message and message.ephemeral_to is None:
            parent.thread_ts = parent.ts
            parent.reply_count += 1
            parent.latest_reply = message.ts
        self._tell("message", message)
        return message

    def edited(self, message: Message) -> None:
        """Tell that a message was changed in place."""
        self._tell("message_changed", message)

    def reacted(self, message: Message) -> None:
        """Tell that the reactions of a message changed; the app gets no message event for it."""
        self._changed(Change("reaction", message.channel, message.ts), None)

    def delete(self, message: Message) -> None:
        """Remove a message; a parent keeps its replies, as in Slack."""
        message.deleted = True
        parent = self.message(message.channel, message.thread_ts or "")
        if parent is not None and message.ephemeral_to is None:
            parent.reply_count -= 1
        self._tell("message_deleted", message)

    def _tell(self, kind: str, message: Message) -> None:
        change = Change(kind, message.channel, message.ts, message.ephemeral_to or "")
        self._changed(change, message)
