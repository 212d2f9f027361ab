"""A message that the team must see, and the change to the store that asks for its delivery."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Protocol

from core.model import Model
from services.store import Put, Record

KIND = "outbox"
METADATA = "sre_outbox"
"""The event type of a message's metadata; its payload holds the key and nothing else."""
SCHEMA = 1
DEAD = "dead"
"""The state of a letter that cannot be delivered; the state of any other is its lane."""

KEEP = timedelta(days=400)
"""How long it is known where a message stands; as long as incidents, whose messages are edited until their end."""

SUSPECT = 6
"""After so many failures in a row the next message may try: where it arrives, the first one is at fault, not Slack."""


class Lane(StrEnum):
    """How urgent a message is, most urgent first. A thread is as urgent as the most urgent message in it."""

    URGENT = "urgent"
    NORMAL = "normal"
    NOISE = "noise"


MOST_WAITING = MappingProxyType({Lane.NORMAL: 10_000, Lane.NOISE: 1_000})
"""How many messages of a lane may wait before new ones are refused; urgent ones never are. A message a second and
channel goes out, so what is beyond it would be hours late."""


class FileOf(Model):
    """The file of a message: its bytes are kept by `services.store.files` under `digest`.

    `alt_text` is Slack's description for screen readers, of pictures only.
    """

    digest: str
    name: str
    title: str
    alt_text: str = ""


class Message(Model):
    """A message under a `key` of its own: asking for the same key again edits the message.

    `thread_key` is the key of the message whose thread it belongs in, `thread_ts` the same as Slack's time stamp
    where the outbox does not know that message. `blocks` are plain Block Kit; without any, an edit removes them.

    With a `file` it is that file in the thread and `text` is said in its place where Slack does not take it; what
    stands is not edited, and can have no thread of its own, as Slack does not tell where it stands.
    """

    key: str
    channel: str
    text: str
    blocks: tuple[dict[str, Any], ...] = ()
    thread_key: str = ""
    thread_ts: str = ""
    lane: Lane = Lane.NORMAL
    file: FileOf | None = None

    @property
    def thread(self) -> str:
        """What all messages of one thread share; a root's own key is its replies' `thread_key`."""
        return self.thread_ts or self.thread_key or self.key

    @property
    def digest(self) -> str:
        """The same for messages that look the same."""
        seen = {"text", "blocks"} | ({"file"} if self.file else set())
        return sha256(self.model_dump_json(include=seen).encode()).hexdigest()

    @property
    def instead(self) -> "Message":
        """What is said in the thread when the file cannot be shown there."""
        return self.model_copy(update={"key": f"{self.key}:instead", "file": None})


class Letter(Model):
    """A message that waits for delivery; `reason` says why it waits no longer."""

    message: Message
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Pending:
    """A stored letter's record and the message in it."""

    record: Record
    message: Message


@dataclass(frozen=True, slots=True)
class Timing:
    """Every time of the outbox. A lease must outlast the longest call to Slack.

    `most_lost` is how many posts of one message may go unanswered before a person decides, `most_gone` how often one
    is posted again that somebody removed. For `root_again` a reply waits for a root that was removed to be posted anew.

    One message per second and channel, in short bursts, is what Slack takes: https://docs.slack.dev/apis/web-api/rate-limits/
    """

    between_messages_s: float = 1.0
    burst: int = 3
    lease_s: float = 30.0
    backoff_s: float = 1.0
    longest_backoff_s: float = 60.0
    poll_s: float = 0.25
    stop_s: float = 0.9
    sweep_s: float = 300.0
    most_lost: int = 5
    most_gone: int = 5
    root_again: timedelta = timedelta(minutes=5)
    give_up: timedelta = timedelta(hours=24)
    keep: timedelta = KEEP


class KeptFiles(Protocol):
    """The files that messages carry."""

    def get(self, digest: str) -> bytes:
        """The bytes of a file; `core.errors.NotFound` where they are not kept any more."""
        ...

    def sweep(self) -> int:
        """Remove files that are too old to be asked for, and say how many."""
        ...


class SlackApi(Protocol):
    """Slack's Web API. Failures are `core.errors.Upstream` and tell what the outbox needs to know.

    `SlackRefused`, and whatever else is not retryable: Slack will always refuse this call.
    `SlackThrottled`: not done; the channel is spared for `retry_after_s`.
    TIMED_OUT, BROKEN: the call may have taken effect; it is repeated once Slack answers anything at all, which costs
    a duplicate where it had.
    UNREACHABLE: the call certainly had no effect.
    """

    def call(self, method: str, /, **arguments: object) -> dict[str, Any]:
        """Call a method, such as "chat.postMessage", and return Slack's answer."""
        ...

    def upload(self, upload_url: str, content: bytes) -> None:
        """Send the bytes of a file to the URL that Slack gave for it."""
        ...


def intent(message: Message) -> Put:
    """The change that asks for a message; commit it together with what the message tells about."""
    letter = Letter(message=message).model_dump(mode="json")
    return Put(KIND, message.key, letter, expect=None, state=message.lane, schema=SCHEMA)
