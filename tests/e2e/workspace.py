"""People in the sandbox's Slack: what they type, press and see."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sandbox.slack.seed import RITA, SRE_OPS
from tests.e2e.processes import Json, asked

T = TypeVar("T")
TOKENS = ("xoxb-", "xapp-")


@dataclass(frozen=True)
class Shown:
    """A message, a modal or a Home tab as its reader sees it."""

    raw: Json

    @property
    def text(self) -> str:
        """The line of the notification."""
        return str(self.raw.get("text", ""))

    @property
    def ts(self) -> str:
        """Which message it is."""
        return str(self.raw["ts"])

    @property
    def words(self) -> str:
        """Everything that is written on it, buttons too."""
        return "\n".join(_texts(self.raw.get("blocks") or []))

    @property
    def buttons(self) -> dict[str, Json]:
        """By what is written on them, with their place."""
        found = {}
        for block in self.raw.get("blocks") or []:
            for each in [*block.get("elements", ()), block.get("accessory")]:
                if isinstance(each, dict) and each.get("type") == "button":
                    found[each["text"]["text"]] = {"block_id": block["block_id"], "action_id": each["action_id"]}
        return found

    @property
    def submits(self) -> str:
        """What is written on the button that submits a modal; empty where none does."""
        return str((self.raw.get("submit") or {}).get("text", ""))

    def button(self, start: str) -> Json:
        """The first button whose text begins so."""
        found = [place for text, place in self.buttons.items() if text.startswith(start)]
        assert found, f"no button begins with {start!r} on: {self.words}"
        return found[0]


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _texts(each)
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)


@dataclass
class Workspace:
    """Acts as its users over the sandbox's control API; `seen` is how far its log was read."""

    url: str
    seen: int = 0

    def get(self, path: str) -> Json:
        """What the control API shows."""
        return asked(self.url, "GET", f"/control/{path}")[1]

    def post(self, path: str, **given: object) -> Json:
        """What a gesture led to; `as_` stands for `as`."""
        status, answer = asked(self.url, "POST", f"/control/{path}", {key.rstrip("_"): v for key, v in given.items()})
        assert status == 200, answer
        return answer

    def connected(self, seconds: float = 50) -> bool:
        """Whether the assistant is connected, or is within that time."""
        return bool(self.get(f"connections?at_least=1&wait={seconds}")["connections"])

    def messages(self, user: str = RITA, channel: str = SRE_OPS, thread: str = "") -> list[Shown]:
        """What somebody sees in a channel or in a thread, oldest first."""
        inside = f"&thread_ts={thread}" if thread else ""
        return [Shown(each) for each in self.get(f"messages?as={user}&channel={channel}{inside}")["messages"]]

    def until(self, look: Callable[[], T | None], seconds: float = 25) -> T:
        """What a look finds, looking again whenever something has happened in Slack, and every half second."""
        deadline = time.monotonic() + seconds
        while not (found := look()):
            left = deadline - time.monotonic()
            assert left > 0, f"it did not appear; the last that happened was {self.lately()}"
            self.seen = self.get(f"log?after={self.seen}&wait={min(left, 0.5):.2f}")["next"]
        return found

    def lately(self) -> list[str]:
        """The last things that happened, for whoever reads a failure."""
        entries = self.get(f"log?after={max(0, self.seen - 8)}")["entries"]
        return [f"{each['kind']} {each.get('method', '')} {each.get('error') or ''}".strip() for each in entries]

    def type(self, line: str, user: str = RITA, channel: str = SRE_OPS, seconds: float = 25) -> Shown:
        """The answer to a slash command; a line that says it is being worked on is no answer yet."""
        command, _, text = line.partition(" ")
        before = self.messages(user, channel)
        self.post("command", as_=user, channel=channel, command=command, text=text)
        return self.until(lambda: self._new(before, user, channel), seconds)

    def press(self, shown: Shown, start: str, user: str = RITA, channel: str = SRE_OPS) -> Json:
        """What became of pressing the button of a message whose text begins so."""
        stands = next((each for each in self.messages(user, channel) if each.ts == shown.ts), shown)
        return self.post("click", as_=user, channel=channel, ts=shown.ts, **stands.button(start))

    def press_for_answer(self, shown: Shown, start: str, user: str = RITA, channel: str = SRE_OPS) -> Shown:
        """The message that follows from pressing a button."""
        before = self.messages(user, channel)
        self.press(shown, start, user, channel)
        return self.until(lambda: self._new(before, user, channel))

    def _new(self, before: list[Shown], user: str, channel: str) -> Shown | None:
        old = {each.ts for each in before}
        new = [each for each in self.messages(user, channel) if each.ts not in old and not each.text.endswith("…")]
        return new[-1] if new else None

    def modal(self, user: str = RITA) -> Shown | None:
        """The open modal, once it is filled."""
        stack = self.get(f"views?as={user}")["modals"]
        return Shown(stack[-1]) if stack and "Looking" not in Shown(stack[-1]).words else None

    def home(self, user: str = RITA) -> Shown | None:
        """The Home tab, once it is filled."""
        view = self.get(f"views?as={user}")["home"]
        return Shown(view) if view and "Looking" not in Shown(view).words else None

    def press_in(self, view: Shown, start: str, user: str = RITA) -> Json:
        """What became of pressing a button of a modal or of the Home tab."""
        return self.post("view/click", as_=user, view_id=view.raw["id"], **view.button(start))

    def submit(self, view: Shown, values: Json, user: str = RITA) -> Json:
        """What became of submitting a modal with values by block and element."""
        return self.post("view/submit", as_=user, view_id=view.raw["id"], values=values)

    def secrets(self) -> set[str]:
        """Every token, trigger and response URL that was in play since the last reset."""
        entries = self.get("log")["entries"]
        payloads = [each["payload"] for each in entries if each["kind"] == "envelope"]
        bearers = {str(each.get(name)) for each in payloads for name in ("trigger_id", "response_url")}
        return (bearers | {url.rpartition("/")[2] for url in bearers if "/" in url} | set(TOKENS)) - {"None"}
