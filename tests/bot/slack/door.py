"""The Slack door of a small account, with a Slack that keeps what it is told; nothing leaves the process."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import wait
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt import App
from slack_bolt.request import BoltRequest

from bot.later import Later
from bot.patching import Patching
from bot.pools import Pool
from bot.slack.app import build_app
from bot.slack.desk import Desk
from bot.slack.owed import Owed
from bot.slack.workspace import Workspace
from commands import COMMANDS
from core.actor import Door as ActorDoor
from services.slack.client import SlackClient
from services.slack.directory import Directory
from services.slack.outbox import Outbox
from services.store.files import Files
from services.store.sqlite import SqliteStore
from tests.commands.caller import context_of, small_account
from tests.core.examples import StillClock
from tests.workflows.fakes import Account
from tests.workflows.measurements import Machine
from tests.workflows.patching.people import POLICY, Office
from tests.workflows.reporting import AUDIT_KEY
from tests.workflows.windows import Plans, patch_windows
from workflows.gate import Gate
from workflows.home import HomeDesk
from workflows.patching.choices import Choices
from workflows.patching.items import PatchItems
from workflows.patching.links import Links
from workflows.patching.redrawing import Redrawing

HOUR = timedelta(hours=1)
HOOK = "https://hooks.slack.com/commands/1"


class FakeSlack(SlackClient):
    """Keeps calls and responses. Ann is a member of T1, Gus a guest; the bot is in every channel but C9."""

    def __init__(self) -> None:
        super().__init__("xoxb-1")
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.responses: list[dict[str, Any]] = []
        self.fails: Callable[[str], None] = lambda _: None

    def call(self, method: str, /, **arguments: object) -> dict[str, Any]:
        self.fails(method)
        self.calls.append((method, arguments))
        if method == "chat.postMessage":
            return {"channel": str(arguments["channel"]).replace("UANN", "D1"), "ts": "1.1"}
        return {
            "user": {"team_id": "T1", "is_restricted": arguments.get("user") == "UGUS"},
            "channel": {"is_member": arguments.get("channel") != "C9"},
            "view": {"id": "V1"},
            "team_id": "T1",
            "team": "Acme",
            "user_id": "UBOT",
            "bot_id": "B1",
            "upload_url": "https://files.slack.com/upload/v1/1",
            "file_id": "F1",
            "permalink": "https://acme.slack.com/archives/D1/p11",
        }

    def upload(self, upload_url: str, content: bytes) -> None:
        self.calls.append(("upload", {"url": upload_url, "content": content}))

    def respond(self, response_url: str, payload: Mapping[str, Any]) -> None:
        assert response_url == HOOK
        self.fails("response_url")
        self.responses.append(dict(payload))

    def told(self, method: str) -> list[dict[str, Any]]:
        return [arguments for called, arguments in self.calls if called == method]


def patching_of(store: SqliteStore, clock: StillClock) -> Patching:
    """A team that lives in memory, beside the Slack that keeps what it is told."""
    office = Office(store, clock)
    choices = Choices(patch_windows(small_account(), Machine(), Plans(), clock), POLICY, ZoneInfo("UTC"), HOUR, clock)
    return Patching(
        policy=POLICY,
        requests=office.requests,
        showing=office.showing,
        deciding=office.deciding,
        approvals=office.approvals,
        choices=choices,
        rules=office.rules,
        reminding=office.reminding,
        redrawing=Redrawing(office.store, Outbox(office.store, office.clock)),
        stop_requests=office.stop_requests,
        holds=office.holds,
        authorise=lambda *_: None,
    )


class Door:
    """A Bolt app as the process builds it. `put` delivers a payload and waits for the work it began."""

    def __init__(self, store: SqliteStore, account: Account, folder: Path) -> None:
        self.slack, self.account, clock = FakeSlack(), account, StillClock()
        directory = Directory(self.slack, clock)
        gate = Gate(directory, lambda: "T1")
        self.outbox, self.restarting = Outbox(store, clock, api=self.slack), False
        self.files, self.store = Files(folder, clock), store
        self.desk = Desk(
            context=replace(context_of(account, ActorDoor.SLACK), authorise=gate.authorise),
            client=self.slack,
            outbox=self.outbox,
            files=self.files,
            directory=directory,
            owed=Owed(store, clock),
            pool=Pool("interactive", workers=2, backlog=2, per_key=2),
            outbound=Pool("outbound", workers=1, backlog=9, per_key=9),
            patching=patching_of(store, clock),
            home=HomeDesk(store, PatchItems(store, Links(self.outbox, self.slack)), directory, tuple),
            later=Later(Pool("lines", workers=1, backlog=9, per_key=9), clock),
            clock=clock,
            offered=frozenset(row.name for row in COMMANDS),
            restarting=lambda: self.restarting,
            patience_s=0,
        )
        workspace = Workspace(self.slack, store, "xoxb-1", lambda _: None)
        self.app: App = build_app(workspace, self.desk)

    def put(self, payload: Mapping[str, Any]) -> Any:  # noqa: ANN401  whatever Bolt answers: a text or a payload
        answered = self.app.dispatch(BoltRequest(mode="socket_mode", body=dict(payload)))
        assert answered.status == 200
        self.settle()
        return answered.body

    def settle(self) -> None:
        """Let the work that was begun come to its end, and its promises to disk."""
        for pool in (self.desk.pool, self.desk.outbound):
            wait(set(pool._futures), 5)
        self.desk.owed.flush(5)

    def type(self, command: str, text: str = "", user: str = "UANN") -> Any:  # noqa: ANN401  as `put`
        said = {"command": command, "text": text, "response_url": HOOK, "trigger_id": "1.2"}
        return self.put({**said, "team_id": "T1", "user_id": user, "channel_id": "C1"})

    def click(self, action_id: str, value: str = "{}", user: str = "UANN", **more: object) -> Any:  # noqa: ANN401
        """On a message in C1, if not told otherwise."""
        action = {"type": "button", "action_id": action_id, "value": value, "block_id": "b"}
        where = {"channel": {"id": "C1"}, "response_url": HOOK, "container": {"message_ts": "1.1"}}
        who = {"user": {"id": user, "team_id": "T1"}, "team": {"id": "T1"}, "trigger_id": "1.2"}
        return self.put({"type": "block_actions", "actions": [action], **who, **where, **more})

    def click_in_view(self, action_id: str, value: str = "{}", **view: object) -> Any:  # noqa: ANN401  as `put`
        """A view has no response URL and no channel."""
        return self.click(
            action_id, value, channel=None, response_url="", container={}, view={"id": "V0", "type": "home", **view}
        )

    def open_home(self, user: str = "UANN", tab: str = "home") -> None:
        event = {"type": "app_home_opened", "user": user, "tab": tab}
        self.put({"type": "event_callback", "team_id": "T1", "event": event})


@contextmanager
def opened(folder: Path) -> Iterator[Door]:
    store = SqliteStore.open(folder / "state", StillClock(), audit_key=lambda: AUDIT_KEY)
    door = Door(store, small_account(), folder)
    yield door
    door.settle()
    store.close()


def words(payload: Mapping[str, Any]) -> str:
    """All that is said in a message or a view."""
    return str(payload.get("text", "")) + str(payload["blocks"])
