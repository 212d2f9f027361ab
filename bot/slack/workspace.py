"""Which workspace the bot token belongs to: asked in the background until Slack answers, and never changed after."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

from slack_bolt.authorization import AuthorizeResult

from bot.slack.installed import KEY, KIND, stored_team
from core.errors import Conflict, Upstream
from services.slack.client import SlackClient
from services.store import ABSENT, Put, Store

_log = logging.getLogger(__name__)
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 60.0


@dataclass(frozen=True, slots=True)
class Installed:
    """The app as installed: its workspace and its own user."""

    team_id: str
    team: str
    user_id: str
    bot_id: str


class Workspace:
    """Knows the workspace as soon as Slack has told. `foreign` is called when the store belongs to another one."""

    def __init__(self, client: SlackClient, store: Store, token: str, foreign: Callable[[str], None]) -> None:
        self._client = client
        self._store = store
        self._token = token
        self._foreign = foreign
        self._stopping = Event()
        self._thread = Thread(target=self._ask_until_told, name="workspace", daemon=True)
        self.installed: Installed | None = None
        self.problem = "Slack has not been asked yet"

    @property
    def team_id(self) -> str:
        """The workspace's id: told by Slack, or stored by an earlier run; empty while nobody knows."""
        if self.installed:
            return self.installed.team_id
        return stored_team(self._store)

    def start(self) -> None:
        """Ask in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Ask no more."""
        self._stopping.set()

    def authorized(self) -> AuthorizeResult:
        """For Bolt, whose own would call auth.test before every acknowledgement."""
        known = self.installed
        return AuthorizeResult(
            enterprise_id=None,
            team_id=known.team_id if known else None,
            bot_token=self._token,
            bot_id=known.bot_id if known else None,
            bot_user_id=known.user_id if known else None,
        )

    def _ask_until_told(self) -> None:
        pause_s = _FIRST_PAUSE_S
        while not self._stopping.is_set() and self.installed is None:
            self._ask()
            self._stopping.wait(0 if self.installed else pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)

    def _ask(self) -> None:
        try:
            told = self._client.call("auth.test")
            installed = Installed(told["team_id"], told.get("team", ""), told["user_id"], told.get("bot_id", ""))
            self._keep(installed)
        except Upstream as error:
            if str(error) != self.problem:
                _log.warning("%s", error)
            self.problem = str(error)

    def _keep(self, installed: Installed) -> None:
        stored = self._stored_team(installed.team_id)
        if stored != installed.team_id:
            self.problem = f"The state belongs to workspace {stored}, but the app is installed in {installed.team_id}"
            self._foreign(f"{self.problem}. Give each workspace its own SRE_DATA_DIR.")
            self._stopping.set()
            return
        self.installed = installed
        self.problem = ""
        _log.info("workspace %s (%s)", installed.team, installed.team_id)

    def _stored_team(self, team_id: str) -> str:
        """The team the state belongs to, which is the first that was ever told."""
        try:
            self._store.put(Put(KIND, KEY, {"team_id": team_id}, expect=ABSENT))
        except Conflict:
            return stored_team(self._store) or team_id
        return team_id
