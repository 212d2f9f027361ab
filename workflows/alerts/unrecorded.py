"""Alerts that could not be stored are said in Slack once all the same: alerts fail open."""

import logging
from collections.abc import Callable
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Protocol

from blocks.text import inert
from core.alerts.alert import Alert
from core.errors import AssistantError
from core.redact import redact
from workflows.alerts.arrivals import Arrival

_log = logging.getLogger(__name__)
_MOST_WAITING, _MOST_REMEMBERED = 200, 2_000
_BETWEEN_S = 1.0


class Poster(Protocol):
    """Slack's Web API."""

    def call(self, method: str, /, **arguments: object) -> object:
        """Call a method; raises Upstream."""
        ...


class Unrecorded:
    """Posts one line per alert that was not stored, at most one a second; each fingerprint once until one is stored."""

    def __init__(self, slack: Poster | None, channel: str, wait: Callable[[float], bool] | None = None) -> None:
        self._slack = slack
        self._channel = channel
        self._stopping = Event()
        self._wait = wait or self._stopping.wait
        self._said: set[str] = set()
        self._alerts: Queue[Alert] = Queue(_MOST_WAITING)
        self._thread = Thread(target=self._run, name="alert-unrecorded", daemon=True)

    def start(self) -> None:
        """Begin to post."""
        self._thread.start()

    def stop(self) -> None:
        """Post no more."""
        self._stopping.set()

    def note(self, arrival: Arrival) -> None:
        """This one was not stored."""
        for alert in arrival.alerts():
            if alert.fingerprint in self._said:
                continue
            if len(self._said) >= _MOST_REMEMBERED:
                self._said.clear()
            self._said.add(alert.fingerprint)
            try:
                self._alerts.put_nowait(alert)
            except Full:
                _log.error("an alert was not recorded and not posted: %s", alert.title)

    def recovered(self) -> None:
        """Storing works again."""
        self._said.clear()

    def post_one(self) -> bool:
        """Post what waits longest; False: nothing does."""
        try:
            alert = self._alerts.get(timeout=_BETWEEN_S)
        except Empty:
            return False
        _log.error("an alert was not recorded: %s", alert.title)
        if self._slack and self._channel:
            try:
                self._slack.call("chat.postMessage", channel=self._channel, text=_line(alert))
            except AssistantError as error:
                _log.warning("and it could not be posted: %s", error)
        return True

    def _run(self) -> None:
        while not self._stopping.is_set():
            if self.post_one():
                self._wait(_BETWEEN_S)


def _line(alert: Alert) -> str:
    where = f" on {inert(redact(alert.service))}" if alert.service else ""
    title = inert(redact(alert.title), 200)
    return f"Not recorded: {alert.severity.value}: {title}{where} ({alert.state.value}). The state cannot be written."
