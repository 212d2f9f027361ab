"""Silences: which alerts nobody is told of, by whose decision, why, and until when."""

import re
from collections.abc import Iterable
from datetime import datetime
from fnmatch import fnmatchcase

from core.alerts.alert import Alert
from core.errors import BadRequest
from core.model import Model

_MATCHER = re.compile(r"^\s*([\w.-]+)\s*(!?=)\s*(.+?)\s*$")
_FIELDS = (
    "fingerprint",
    "title",
    "service",
    "resource",
    "source",
    "severity",
    "account",
    "region",
    "kind",
    "namespace",
)
EXAMPLE = "service=checkout, title=Disk*"


class Matcher(Model):
    """A field of the alert or a label by name, and a value in which `*` and `?` stand for anything; case is ignored."""

    name: str
    value: str
    differs: bool = False

    def fits(self, alert: Alert) -> bool:
        """Whether the alert is meant."""
        said = getattr(alert, self.name) if self.name in _FIELDS else alert.labels.get(self.name, "")
        return fnmatchcase(str(said).lower(), self.value.lower()) is not self.differs

    def __str__(self) -> str:
        return f"{self.name}{'!=' if self.differs else '='}{self.value}"


class Silence(Model):
    """All matchers have to fit. `author` is a Slack user id. What resolves gets through."""

    id: str
    matchers: tuple[Matcher, ...]
    author: str
    reason: str
    created: datetime
    until: datetime

    def fits(self, alert: Alert, now: datetime) -> bool:
        """Whether it holds and means this alert."""
        return now < self.until and all(matcher.fits(alert) for matcher in self.matchers)


def parse_matchers(text: str) -> tuple[Matcher, ...]:
    """Matchers separated by commas, such as `service=checkout, title=Disk*`.

    Raises:
        BadRequest: one cannot be read, there is none, or they would fit everything.
    """
    matchers = tuple(_matcher(part) for part in text.split(",") if part.strip())
    if not matchers or all(matcher.value.strip("*?") == "" and not matcher.differs for matcher in matchers):
        raise BadRequest("That would silence every alert.", advice=f"Say which ones, as in `{EXAMPLE}`.")
    return matchers


def _matcher(part: str) -> Matcher:
    found = _MATCHER.match(part)
    if not found:
        raise BadRequest(f"{part.strip()!r} is no matcher.", advice=f"Write it as in `{EXAMPLE}`.")
    return Matcher(name=found.group(1), value=found.group(3), differs=found.group(2) == "!=")


def silencing(silences: Iterable[Silence], alert: Alert, now: datetime) -> Silence | None:
    """The silence that holds longest of those that mean the alert."""
    fitting = [one for one in silences if one.fits(alert, now)]
    return max(fitting, key=lambda one: one.until, default=None)
