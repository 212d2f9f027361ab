"""The Slack door as a whole: its parts put together, started and stopped in order."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Event
from typing import Any

from blocks.home import SHOWN
from bot.figures import outbox_figures, pool_figures
from bot.later import Later
from bot.pools import Pool
from bot.slack.answering import Resumer
from bot.slack.app import build_app
from bot.slack.checks import outbox_parts, pool_parts, slack_parts
from bot.slack.desk import RESTARTING, Desk
from bot.slack.owed import Owed
from bot.slack.transport import SocketTransport
from bot.slack.watched import Watched
from bot.slack.workspace import Workspace
from bot.wiring import Pieces
from core.answers.health import Part
from core.errors import AssistantError
from services.slack.outbox import Outbox, Sender, Timing
from services.store.files import Files
from workflows.alerts.intake import Intake
from workflows.alerts.items import IncidentItems
from workflows.gate import Gate
from workflows.home import HomeDesk
from workflows.patching.items import PatchItems

_log = logging.getLogger(__name__)
# With `_CLOSE_S` of bot.serve below the 10 s that a supervisor grants between SIGTERM and SIGKILL.
_DRAIN_S, _CLOSE_S = 6.0, 1.0
_DISPATCH_THREADS = 16


class SlackDoor:
    """Everything that talks to Slack, started and stopped together.

    `foreign` is called with a sentence when the state belongs to another workspace.
    """

    def __init__(self, pieces: Pieces, restarting: Event, foreign: Callable[[str], None]) -> None:
        self._pieces = pieces
        settings = pieces.settings
        token = settings.slack_bot_token.get_secret_value()
        client = pieces.client
        self.workspace = Workspace(client, pieces.store, token, foreign)
        timing = Timing(lease_s=settings.sre_send_lease)
        files = Files(settings.sre_data_dir, pieces.clock)
        self.sender = Sender(pieces.store, pieces.clock, client, files, timing=timing)
        self.outbox = Outbox(pieces.store, pieces.clock, api=client, wake=self.sender.wake)
        self.directory = pieces.directory
        self.owed = Owed(pieces.store, pieces.clock)
        self.pool = Pool("interactive", workers=16, backlog=64, per_key=6)
        outbound = Pool("outbound", workers=2, backlog=100, per_key=10)
        self.later = Later(Pool("lines", workers=4, backlog=96, per_key=100), pieces.clock)
        pieces.meter.add(outbox_figures(self.outbox), pool_figures(self.pool, outbound))
        gate = Gate(self.directory, lambda: self.workspace.team_id)
        desk = Desk(
            context=replace(pieces.context, authorise=gate.authorise, health=pieces.board.report),
            client=client,
            outbox=self.outbox,
            files=files,
            directory=self.directory,
            owed=self.owed,
            pool=self.pool,
            outbound=outbound,
            later=self.later,
            patching=pieces.patching,
            home=HomeDesk(
                pieces.store,
                PatchItems(pieces.store, pieces.links),
                self.directory,
                IncidentItems(pieces.context.incidents, pieces.links, SHOWN),
            ),
            clock=pieces.clock,
            offered=pieces.offered,
            restarting=restarting.is_set,
        )
        self.resumer = Resumer(desk, lambda: self.workspace.installed is not None)
        self._desk, self._app = desk, build_app(self.workspace, desk)
        self.transport = SocketTransport(
            self._app,
            app_token=settings.slack_app_token.get_secret_value(),
            api_url=settings.slack_api_url,
            workers=_DISPATCH_THREADS,
        )

    def watch(self, channels: frozenset[str], intake: Intake) -> None:
        """Take messages of other bots in these channels for alerts; to be called before the start."""
        Watched(channels, intake, self._is_ours).register(self._app, self._desk)

    def _is_ours(self, event: Mapping[str, Any]) -> bool:
        known = self.workspace.installed
        return known is None or event.get("bot_id") == known.bot_id

    def start(self) -> None:
        """Talk to Slack, or keep trying."""
        self._begin_patching()
        self.workspace.start()
        self.sender.start()
        self.resumer.start()
        self.later.start()
        self.transport.start()

    def _begin_patching(self) -> None:
        """A state that cannot be written is told by health; it takes no approval either."""
        try:
            self._pieces.patching.begin(self._pieces.store)
        except AssistantError as error:
            _log.error("the policy could not be noted: %s", error)

    def stop(self) -> None:
        """Finish what was taken, keep what is not sent, leave."""
        self.workspace.stop()
        self.resumer.stop()
        self.later.stop()
        if not self.pool.drain(_DRAIN_S):
            _log.warning("some answers were not finished within %s s", _DRAIN_S)
            self.owed.leave(RESTARTING)
        self.owed.flush(_CLOSE_S)
        self.sender.stop()
        self.transport.close(_CLOSE_S)

    def parts(self) -> list[Part]:
        """What health shows of it."""
        slack = slack_parts(self.workspace, self.transport, self.directory)
        return [*slack, *self._outbox_parts(), *pool_parts(self.pool)]

    def _outbox_parts(self) -> list[Part]:
        return outbox_parts(self.outbox, self.sender.problem, self.sender.quiet_for_s)
