"""The serving process: starts every part, keeps going without Slack or AWS, and leaves in order on SIGTERM."""

import logging
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from threading import Event
from types import FrameType

from bot.heartbeat import Heartbeat
from bot.http import HttpServer, build_http
from bot.pools import Pool
from bot.settings import Settings
from bot.slack.answering import Resumer
from bot.slack.app import build_app
from bot.slack.checks import outbox_parts, pool_parts, slack_parts
from bot.slack.desk import RESTARTING, Desk
from bot.slack.owed import Owed
from bot.slack.transport import SocketTransport
from bot.slack.workspace import Workspace
from bot.wiring import Pieces, wire
from core.answers.health import Part, State
from services.slack.client import SlackClient
from services.slack.directory import Directory
from services.slack.outbox import Outbox, Sender, Timing
from workflows.gate import Gate

_log = logging.getLogger(__name__)
# Together below the 10 s that a supervisor grants between SIGTERM and SIGKILL.
_DRAIN_S, _CLOSE_S = 6.0, 1.0
_DISPATCH_THREADS = 16
_SWITCH_S = 0.001


class SlackDoor:
    """Everything that talks to Slack, started and stopped together."""

    def __init__(self, pieces: Pieces, restarting: Event, foreign: "Foreign") -> None:
        settings = pieces.settings
        token = settings.slack_bot_token.get_secret_value()
        client = SlackClient(token, settings.slack_api_url)
        self.workspace = Workspace(client, pieces.store, token, foreign.found)
        timing = Timing(lease_s=settings.sre_send_lease)
        self.sender = Sender(pieces.store, pieces.clock, client, timing=timing)
        self.outbox = Outbox(pieces.store, pieces.clock, api=client, wake=self.sender.wake)
        self.directory = Directory(client, pieces.clock)
        self.owed = Owed(pieces.store, pieces.clock)
        self.pool = Pool("interactive", workers=16, backlog=64, per_key=6)
        outbound = Pool("outbound", workers=2, backlog=100, per_key=10)
        gate = Gate(self.directory, lambda: self.workspace.team_id)
        desk = Desk(
            context=replace(pieces.context, authorise=gate.authorise, health=pieces.board.report),
            client=client,
            outbox=self.outbox,
            directory=self.directory,
            owed=self.owed,
            pool=self.pool,
            outbound=outbound,
            clock=pieces.clock,
            offered=pieces.offered,
            restarting=restarting.is_set,
        )
        self.resumer = Resumer(desk, lambda: self.workspace.installed is not None)
        self.transport = SocketTransport(
            build_app(self.workspace, desk),
            app_token=settings.slack_app_token.get_secret_value(),
            api_url=settings.slack_api_url,
            workers=_DISPATCH_THREADS,
        )

    def start(self) -> None:
        """Talk to Slack, or keep trying."""
        self.workspace.start()
        self.sender.start()
        self.resumer.start()
        self.transport.start()

    def stop(self) -> None:
        """Finish what was taken, keep what is not sent, leave."""
        self.workspace.stop()
        self.resumer.stop()
        if not self.pool.drain(_DRAIN_S):
            _log.warning("some answers were not finished within %s s", _DRAIN_S)
            self.owed.leave(RESTARTING)
        self.sender.stop()
        self.transport.close(_CLOSE_S)

    def parts(self) -> list[Part]:
        """What health shows of it."""
        slack = slack_parts(self.workspace, self.transport, self.directory)
        return [*slack, *outbox_parts(self.outbox), *pool_parts(self.pool)]


class Foreign:
    """Ends the process when the state belongs to another workspace: nothing may be mixed."""

    def __init__(self, stop: Event) -> None:
        self._stop = stop
        self.sentence = ""

    def found(self, sentence: str) -> None:
        """Say so and stop."""
        _log.critical("%s", sentence)
        self.sentence = sentence
        self._stop.set()


def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT, then leave within 10 s; exits with 1 when the state is another workspace's."""
    # An acknowledgement changes threads three times; at Python's 5 ms it would wait for every thread that computes.
    sys.setswitchinterval(_SWITCH_S)
    stop, restarting = Event(), Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _setter(stop))
    pieces, foreign = wire(settings), Foreign(stop)
    door = SlackDoor(pieces, restarting, foreign) if settings.slack_configured else None
    http = HttpServer(build_http(pieces.board.report), settings.sre_http_host, settings.mcp_server_port)
    pieces.board.add(*([door.parts] if door else [_no_tokens]), http.parts, pieces.store_parts)
    heartbeat = Heartbeat(pieces.store, pieces.clock, pieces.board.report)
    pieces.aws_watch.start()
    heartbeat.start()
    http.start()
    if door:
        door.start()
    _log.info("serving")
    stop.wait()
    _log.info("stopping")
    restarting.set()
    if door:
        door.stop()
    http.stop(_CLOSE_S)
    pieces.aws_watch.stop()
    heartbeat.stop()
    pieces.store.close()
    _log.info("stopped")
    logging.shutdown()
    # A call to AWS that hangs in a pool must not hold up the end: everything that matters is stored by now.
    os._exit(1 if foreign.sentence else 0)


def _no_tokens() -> list[Part]:
    advice = "Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN; `sre-agent manifest` prints the app to create."
    return [Part(name="Slack", state=State.DOWN, detail="no tokens are configured", advice=advice)]


def _setter(event: Event) -> Callable[[int, FrameType | None], None]:
    def handle(number: int, frame: FrameType | None) -> None:
        del number, frame
        event.set()

    return handle
