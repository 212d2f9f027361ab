"""The serving process: starts every part, keeps going without Slack or AWS, and leaves in order on SIGTERM."""

import logging
import os
import signal
import sys
from collections.abc import Callable
from threading import Event
from types import FrameType

from bot.alerts.work import AlertWork
from bot.clockwork import clockwork
from bot.figures import job_figures, patch_figures, posture_figures
from bot.heartbeat import Heartbeat
from bot.http import Door, HttpServer, build_http
from bot.settings import Settings
from bot.slack.door import SlackDoor
from bot.slack.installed import stored_team
from bot.wiring import Pieces, wire
from core.answers.health import Part, State
from workflows.explaining.worker import ExplainingWorker

_log = logging.getLogger(__name__)
_CLOSE_S, _JOBS_S = 1.0, 5.0
_SWITCH_S = 0.0005


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
    door = SlackDoor(pieces, restarting, foreign.found) if settings.slack_configured else None
    alerts = AlertWork(pieces, door.sender.wake if door else _nobody, pieces.context.replies.begin)
    explaining = ExplainingWorker(pieces.context.replies)
    if door:
        door.watch(settings.alert_channels, alerts.intake)
    http = HttpServer(
        build_http(pieces.board.report, pieces.meter.registry, _mcp(pieces), alerts.route()),
        settings.sre_http_host,
        settings.mcp_server_port,
    )
    heartbeat = Heartbeat(pieces.store, pieces.clock, pieces.board.report, str(settings.sre_data_dir))
    pieces.board.add(*([door.parts] if door else [_no_tokens]), http.parts, heartbeat.parts)
    clocks = clockwork(pieces)
    pieces.board.add(clocks.health.parts, pieces.patching.redrawing.parts, alerts.parts)
    pieces.meter.add(
        job_figures(clocks.scheduler), patch_figures(pieces.store, pieces.clock), posture_figures(pieces.store)
    )
    pieces.aws_watch.start()
    heartbeat.start()
    alerts.start()
    explaining.start()
    http.start()
    if pieces.runner:
        pieces.board.add(pieces.runner.parts)
        pieces.runner.start()
    if door:
        door.start()
    clocks.scheduler.start()
    _log.info("serving")
    stop.wait()
    _log.info("stopping")
    restarting.set()
    clocks.scheduler.leave()
    if pieces.runner:
        pieces.runner.leave()
    if door:
        door.stop()
    http.stop(_CLOSE_S)
    alerts.stop(_CLOSE_S)
    explaining.stop(_CLOSE_S)
    pieces.aws_watch.stop()
    heartbeat.stop()
    if not clocks.scheduler.finish(_JOBS_S):
        _log.warning("some jobs were not finished; they are taken over when their leases are over")
    if pieces.runner:
        pieces.runner.finish(_CLOSE_S)
    pieces.store.close()
    _log.info("stopped")
    logging.shutdown()
    # A call to AWS that hangs in a pool must not hold up the end: everything that matters is stored by now.
    os._exit(1 if foreign.sentence else 0)


def _mcp(pieces: Pieces) -> Door | None:
    """MCP over HTTP for the holders of keys; None where the policy names none."""
    if not pieces.patching.policy.mcp_keys:
        return None
    # The library takes half a second to import.
    from bot.mcp_http import McpHttp  # noqa: PLC0415

    return McpHttp(
        pieces.context,
        pieces.offered,
        pieces.patching.policy.mcp_keys,
        lambda: stored_team(pieces.store),
        pieces.clock,
        pieces.settings.sre_http_host,
    )


def _nobody(*_: object) -> None:
    """Told of what nobody waits for."""


def _no_tokens() -> list[Part]:
    advice = "Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN; `sre-agent manifest` prints the app to create."
    return [Part(name="Slack", state=State.DOWN, detail="no tokens are configured", advice=advice)]


def _setter(event: Event) -> Callable[[int, FrameType | None], None]:
    def handle(number: int, frame: FrameType | None) -> None:
        del number, frame
        event.set()

    return handle
