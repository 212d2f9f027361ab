"""Looks after AWS in the background, so that health can answer from memory and the log says when AWS is not there."""

import logging
from threading import Event, Thread

from core.answers.health import Part, State
from core.clock import Clock
from core.errors import AssistantError, Cause, Upstream
from services.aws.inspector import Inspector
from services.aws.session import Aws

_log = logging.getLogger(__name__)
_NAME = "AWS"


class AwsWatch:
    """Asks who we are and whether Inspector scans, every `every_s` seconds, sooner while something is wrong."""

    def __init__(self, aws: Aws, inspector: Inspector, clock: Clock, every_s: float = 20, retry_s: float = 5) -> None:
        self._aws = aws
        self._inspector = inspector
        self._clock = clock
        self._every_s = every_s
        self._retry_s = retry_s
        self._stopping = Event()
        self._part = Part(name=_NAME, state=State.UNKNOWN, detail="has not been asked yet")
        self._thread = Thread(target=self._watch, name="aws-watch", daemon=True)

    def start(self) -> None:
        """Watch until stopped."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        self._stopping.set()

    def parts(self) -> list[Part]:
        """What was seen last."""
        return [self._part]

    def look(self) -> Part:
        """Ask now."""
        try:
            self._aws.prepare()
            identity, scanning = self._aws.identity(), self._inspector.status()
        except AssistantError as error:
            throttled = isinstance(error, Upstream) and error.cause is Cause.THROTTLED
            return self._as(State.LIMITED if throttled else State.DOWN, error.sentence, error.advice)
        if not scanning.enabled:
            advice = "Switch EC2 scanning on in Amazon Inspector."
            return self._as(State.LIMITED, f"Inspector does not scan EC2 here ({scanning.word}).", advice)
        return self._as(State.GOOD, f"account {identity.account}, {identity.region}")

    def _as(self, state: State, detail: str, advice: str = "") -> Part:
        return Part(name=_NAME, state=state, detail=detail, advice=advice, since=self._clock.now())

    def _watch(self) -> None:
        while not self._stopping.is_set():
            seen = self.look()
            if seen.state is not self._part.state:
                _log.log(logging.INFO if seen.state is State.GOOD else logging.WARNING, "AWS: %s", seen.detail)
            self._part = seen
            self._stopping.wait(self._every_s if seen.state is State.GOOD else self._retry_s)
