"""An outbox on a real store, with a clock and a Slack that do what a test tells them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from core.errors import Cause, Upstream
from services.slack.outbox import FileOf, Message, Outbox, Sender, Timing
from services.store.files import Files
from services.store.sqlite import SqliteStore

UNHURRIED = Timing(burst=1000)


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def advance(self, **parts: float) -> None:
        self.moment += timedelta(**parts)


class FakeSlack:
    """Keeps what it is told; raises the errors that wait first. A message to U1 goes into the conversation D1."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.errors: list[BaseException | None] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def call(self, method: str, /, **arguments: object) -> dict[str, Any]:
        self.calls.append((method, arguments))
        number = len(self.calls)
        self.meanwhile()
        if self.errors and (error := self.errors.pop(0)):
            raise error
        channel = str(arguments.get("channel")).replace("U", "D")
        upload = {"upload_url": f"https://files.slack.com/upload/v1/{number}", "file_id": f"F{number}"}
        return {"ok": True, "channel": channel, "ts": arguments.get("ts", f"{number}.0"), **upload}

    def upload(self, upload_url: str, content: bytes) -> None:
        self.call("upload", url=upload_url, content=content)

    def texts(self) -> list[str]:
        return [arguments["text"] for _, arguments in self.calls if "text" in arguments]

    def methods(self) -> list[str]:
        return [method for method, _ in self.calls]


class Desk:
    """An outbox, its sender and the Slack it sends to."""

    def __init__(self, store: SqliteStore, clock: FakeClock, folder: Path) -> None:
        self.store, self.clock, self.slack = store, clock, FakeSlack()
        self.files = Files(folder, clock)
        self.outbox = Outbox(store, clock, api=self.slack)
        self.sender = self.restarted()

    def restarted(self, timing: Timing = UNHURRIED) -> Sender:
        self.sender = Sender(self.store, self.clock, self.slack, self.files, timing=timing)
        return self.sender

    def post(self, *messages: Message) -> None:
        for each in messages:
            self.outbox.post(each)

    def chart(self, content: bytes = b"a picture", channel: str = "C1") -> Message:
        """A picture in the thread of the message `root`."""
        file = FileOf(digest=self.files.put(content), name="cpu.png", title="CPU", alt_text="CPU is flat")
        return message("chart", "The chart could not be attached.", channel, thread_key="root", file=file)

    def send(self) -> list[str]:
        """Send all that may go now; the texts that Slack was asked to show."""
        before = len(self.slack.texts())
        while self.sender.step():
            pass
        return self.slack.texts()[before:]

    def send_often(self, minutes: int) -> None:
        """Send what may go, second by second."""
        for _ in range(60 * minutes):
            self.send()
            self.clock.advance(seconds=1)

    def send_for(self, minutes: int) -> None:
        """Send what may go, minute by minute."""
        for _ in range(minutes):
            self.send()
            self.clock.advance(minutes=1)


@contextmanager
def opened(folder: Path) -> Iterator[Desk]:
    clock = FakeClock()
    store = SqliteStore.open(folder / "state", clock, audit_key=lambda: bytes(32))
    yield Desk(store, clock, folder)
    store.close()


def message(key: str, text: str = "", channel: str = "C1", **more: object) -> Message:
    return Message.model_validate({"key": key, "channel": channel, "text": text or key, **more})


def failure(cause: Cause) -> Upstream:
    return Upstream(f"Slack: {cause}.", cause=cause, retryable=True)
