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
from bot.delivery import deliveries
from bot.explaining import choice
from bot.figures import alert_figures, job_figures, patch_figures, posture_figures, team_gauges
from bot.heartbeat import Heartbeat
from bot.http import Door, HttpServer, build_http
from bot.model_watch import ModelWatch
from bot.settings import Settings
from bot.slack.door import SlackDoor
from bot.slack.installed import stored_team
from bot.watchdog import watch
from bot.wiring import Pieces, wire
from core.answers.health import Part, State
from core.errors import BadRequest
from services.reasoning.models import reasoner
from workflows.explaining.worker import ExplainingWorker
from workflows.team import Team

_log = logging.getLogger(__name__)
_CLOSE_S, _JOBS_S = 1.0, 4.0
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


class House:
    """Every part of the process; `restarting` tells the doors to turn new questions away."""

    def __init__(self, settings: Settings, restarting: Event, foreign: Callable[[str], None]) -> None:
        self._restarting = restarting
        self._pieces = pieces = wire(settings)
        self._door = SlackDoor(pieces, restarting, foreign) if settings.slack_configured else None
        wake = self._door.sender.wake if self._door else _nobody
        self._alerts = AlertWork(pieces, wake, pieces.context.replies.begin)
        self._explaining = ExplainingWorker(pieces.context.replies)
        self._elsewhere = deliveries(pieces)
        if self._door:
            self._door.watch(settings.alert_channels, self._alerts.intake)
        app = build_http(pieces.board.report, pieces.meter.registry, _mcp(pieces), self._alerts.route())
        self._http = HttpServer(app, settings.sre_http_host, settings.mcp_server_port)
        self._model = _model(settings, pieces)
        self._heartbeat = Heartbeat(pieces.store, pieces.clock, pieces.board.report, str(settings.sre_data_dir))
        self._clocks = clockwork(pieces)
        self._tell_health()

    def _tell_health(self) -> None:
        pieces, board = self._pieces, self._pieces.board
        board.add(self._door.parts if self._door else _no_tokens, self._http.parts, self._heartbeat.parts)
        board.add(self._clocks.health.parts, pieces.patching.redrawing.parts, self._alerts.parts, self._elsewhere.parts)
        if pieces.runner:
            board.add(pieces.runner.parts)
        if self._model:
            board.add(self._model.parts)
        store = pieces.store
        jobs = job_figures(self._clocks.scheduler)
        pieces.meter.add(jobs, patch_figures(store, pieces.clock), posture_figures(store))
        pieces.meter.add(team_gauges(Team(store, pieces.clock)))
        pieces.meter.add(alert_figures(store, pieces.clock, lambda: self._alerts.intake.taken))

    def start(self) -> None:
        """Begin with everything."""
        self._pieces.aws_watch.start()
        self._heartbeat.start()
        self._alerts.start()
        self._explaining.start()
        self._elsewhere.start()
        if self._model:
            self._model.start()
        self._http.start()
        if self._pieces.runner:
            self._pieces.runner.start()
        if self._door:
            self._door.start()
        self._clocks.scheduler.start()

    def still_for_s(self) -> float:
        """How long ago the scheduler looked at the clock."""
        return self._clocks.scheduler.still_for_s

    def leave(self) -> None:
        """Begin nothing more, finish what can be finished in time, and let go of the state."""
        runner = self._pieces.runner
        self._restarting.set()
        self._clocks.scheduler.leave()
        self._pieces.trail.leave()
        if runner:
            runner.leave()
        if self._door:
            self._door.stop()
        self._http.stop(_CLOSE_S)
        self._alerts.stop(_CLOSE_S)
        self._explaining.stop(_CLOSE_S)
        self._elsewhere.stop()
        self._pieces.aws_watch.stop()
        if self._model:
            self._model.stop()
        self._heartbeat.stop()
        if not self._clocks.scheduler.finish(_JOBS_S):
            _log.warning("some jobs were not finished; they are taken over when their leases are over")
        if runner:
            runner.finish(_CLOSE_S)
        self._pieces.tracer.stop()
        self._pieces.store.close()


def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT, then leave within 10 s.

    Exits with 1 when the state is another workspace's, and when the scheduler stands still for two minutes.
    """
    # An acknowledgement changes threads three times; at Python's 5 ms it would wait for every thread that computes.
    sys.setswitchinterval(_SWITCH_S)
    stop, restarting = Event(), Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _setter(stop))
    foreign = Foreign(stop)
    house = House(settings, restarting, foreign.found)
    house.start()
    _log.info("serving")
    well = watch(stop, house.still_for_s)
    _log.info("stopping")
    house.leave()
    _log.info("stopped")
    logging.shutdown()
    # A call to AWS that hangs in a pool must not hold up the end: everything that matters is stored by now.
    os._exit(0 if well and not foreign.sentence else 1)


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


def _model(settings: Settings, pieces: Pieces) -> ModelWatch | None:
    """What asks the model whether it answers; None where none is named, or its library is missing."""
    try:
        words = reasoner(choice(settings), settings.sre_model_timeout)
    except BadRequest:
        return None
    return ModelWatch(words, pieces.clock) if words else None


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
