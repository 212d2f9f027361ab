"""Counts what the app brought about, whatever it was told in reply: the truth that tests compare against."""

from collections import Counter
from dataclasses import dataclass, field

from sandbox.slack.model import Message
from sandbox.slack.shapes import BOT_USER, Json

COUNTED = {"message": "posted", "message_changed": "updated", "message_deleted": "deleted"}


@dataclass
class Effects:
    """How often each thing happened: by channel, and by the `key` in the metadata of messages that have one."""

    channels: dict[str, Counter[str]] = field(default_factory=dict)
    keys: dict[str, Counter[str]] = field(default_factory=dict)
    response_urls: Counter[str] = field(default_factory=Counter)

    def message(self, change: str, message: Message) -> None:
        """Count a change to a message of the app's."""
        what = COUNTED.get(change)
        if what is None or message.user != BOT_USER:
            return
        if message.ephemeral_to is not None:
            what = f"ephemerals_{what}"
        self.channels.setdefault(message.channel, Counter())[what] += 1
        key = ((message.metadata or {}).get("event_payload") or {}).get("key")
        if key is not None:
            self.keys.setdefault(str(key), Counter())[what] += 1

    def as_json(self) -> Json:
        """The counts: `{"channels": {C: {"posted": n, …}}, "keys": {key: {…}}, "response_urls": {key: uses}}`."""
        return {
            "channels": {channel: dict(counts) for channel, counts in self.channels.items()},
            "keys": {key: dict(counts) for key, counts in self.keys.items()},
            "response_urls": dict(self.response_urls),
        }
