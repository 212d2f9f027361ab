"""What is told of incidents, silences and alerts that could not be read."""

from collections.abc import Mapping
from datetime import datetime

from core.alerts.incident import Incident
from core.alerts.silence import Silence
from core.model import Model


class OpenIncidents(Model):
    """Incidents that are not over, worst first; `counts` is by state and exact where more exist than are listed.

    `waiting` is how many alerts are stored and not read yet, `dead_letters` how many could not be read.
    """

    incidents: tuple[Incident, ...]
    counts: Mapping[str, int]
    silences: tuple[Silence, ...]
    waiting: int
    dead_letters: int


class SilenceMade(Model):
    """A silence, and the ids of the open incidents that it silenced at once."""

    silence: Silence
    incidents: tuple[str, ...]


class DeadLetter(Model):
    """An alert that could not be read. `begins` are the first characters of what was sent."""

    key: str
    source: str
    received: datetime
    why: str
    tries: int
    begins: str


class DeadLetters(Model):
    """Those put aside, newest first; `count` is of all."""

    letters: tuple[DeadLetter, ...]
    count: int


class Replayed(Model):
    """The keys of the dead letters that are read again."""

    keys: tuple[str, ...]
