"""Asks the model that words explanations whether it answers: at the start, and again until it does."""

import logging
from threading import Event, Thread
from typing import Protocol

from core.answers.health import Part, State
from core.clock import Clock
from core.errors import Upstream

_log = logging.getLogger(__name__)
_NAME = "model"


class Asked(Protocol):
    """See `services.reasoning.models.PydanticReasoner`."""

    @property
    def model(self) -> str:
        """As its vendor names it."""
        ...

    def check(self) -> None:
        """Ask it for one word; raises Upstream with what is wrong."""
        ...


class ModelWatch:
    """Explanations wait for none of this: without the model they are told in our own words."""

    def __init__(self, reasoner: Asked, clock: Clock, retry_s: float = 900) -> None:
        self._reasoner = reasoner
        self._clock = clock
        self._retry_s = retry_s
        self._stopping = Event()
        detail = f"{reasoner.model} has not been asked yet"
        self._part = Part(name=_NAME, state=State.LIMITED, detail=detail)
        self._thread = Thread(target=self._watch, name="model-watch", daemon=True)

    def start(self) -> None:
        """Ask in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Ask no more."""
        self._stopping.set()

    def parts(self) -> list[Part]:
        """What was seen last."""
        return [self._part]

    def look(self) -> Part:
        """Ask now."""
        try:
            self._reasoner.check()
        except Upstream as error:
            detail = f"{error.sentence} Explanations are told in our own words."
            return Part(name=_NAME, state=State.LIMITED, detail=detail, advice=error.advice, since=self._clock.now())
        detail = f"{self._reasoner.model} words explanations"
        return Part(name=_NAME, state=State.GOOD, detail=detail, since=self._clock.now())

    def _watch(self) -> None:
        while not self._stopping.is_set():
            self._part = self.look()
            if self._part.state is State.GOOD:
                return
            _log.warning("model: %s", self._part.detail)
            self._stopping.wait(self._retry_s)
