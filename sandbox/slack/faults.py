"""The fault plan: which calls and envelopes go wrong, how often and how."""

import math
import time
from dataclasses import dataclass, field
from typing import Literal

from sandbox.slack.shapes import Json

RESPONSE_URL = "response_url"
"""What stands for a method where an answer through a response URL goes wrong."""

UPLOAD = "upload"
"""The same for the bytes of a file, which go to no method either."""


@dataclass
class ApiFault:
    """A planned failure of a method; without `times` and `for_s` it lasts until the plan changes.

    `every` hits only each so manieth call, `for_s` ends it so long after it was planned. With `lost_reply` the call
    takes effect, then `latency_ms` pass, and the connection is cut in place of an answer.
    """

    error: str | None = None
    retry_after: int | None = None
    status: int | None = None
    latency_ms: float = 0.0
    times: int | None = None
    every: int = 1
    for_s: float | None = None
    lost_reply: bool = False
    _planned: float = field(default_factory=time.monotonic)
    _met: int = 0

    def take(self) -> bool:
        """Use the fault once; False when it is over, used up, or this call's turn has not come."""
        if self.for_s is not None and time.monotonic() >= self._planned + self.for_s:
            return False
        self._met += 1
        if self._met % self.every:
            return False
        if self.times is None:
            return True
        self.times -= 1
        return self.times >= 0


@dataclass
class EnvelopeFaults:
    """How many of the next envelopes are lost or come again, and how late all of them are.

    `duplicates` come under the same envelope id, as after an ack that Slack did not hear; `repeats` are the same
    payload in another envelope, as the retries of the Events API are.
    """

    lost: int = 0
    duplicates: int = 0
    repeats: int = 0
    latency_ms: float = 0.0

    def take(self, kind: Literal["lost", "duplicates", "repeats"]) -> bool:
        """Use a fault of a kind once; False when there is none left."""
        left: int = getattr(self, kind)
        setattr(self, kind, max(0, left - 1))
        return left > 0


@dataclass
class Pace:
    """How fast messages may come: a burst for each channel, refilled at a steady rate.

    https://docs.slack.dev/apis/web-api/rate-limits: about one a second for each channel, short
    bursts allowed; Slack publishes no size of a burst.
    """

    per_s: float = 1.0
    burst: int = 1
    _spent: dict[str, tuple[float, float]] = field(default_factory=dict)

    def seconds_to_wait(self, channel: str, now: float) -> int:
        """0 when a message may go out now (it then counts), else Slack's `Retry-After`."""
        tokens, since = self._spent.get(channel, (float(self.burst), now))
        tokens = min(float(self.burst), tokens + (now - since) * self.per_s)
        if tokens < 1:
            return max(1, math.ceil((1 - tokens) / self.per_s))
        self._spent[channel] = (tokens - 1, now)
        return 0


@dataclass
class Faults:
    """What goes wrong at present."""

    api: dict[str, ApiFault] = field(default_factory=dict)
    envelopes: EnvelopeFaults = field(default_factory=EnvelopeFaults)
    pace: Pace | None = None
    missing_methods: frozenset[str] = frozenset()
    installed: bool = True

    def of(self, method: str) -> ApiFault | None:
        """The fault that the next call of a method meets, if any; `*` is every method."""
        for key in (method, "*"):
            fault = self.api.get(key)
            if fault is not None and fault.take():
                return fault
        return None


def plan(given: Json) -> Faults:
    """A fault plan from the JSON of the control API; an empty object means that all is well.

    Shape, every part optional: `{"api": {METHOD, "response_url", "upload" or "*": {"error", "retry_after", "status",
    "latency_ms", "times", "every", "for_s", "lost_reply"}}, "envelopes": {"lost", "duplicates", "repeats",
    "latency_ms"}, "pace": {"per_s", "burst"}, "missing_methods": [METHOD], "installed": bool}`.

    Raises:
        ValueError: for a part that does not exist.
        TypeError: for a detail that does not exist.
    """
    unknown = set(given) - {"api", "envelopes", "pace", "missing_methods", "installed"}
    if unknown:
        raise ValueError(f"The fault plan has no {', '.join(sorted(unknown))}.")
    return Faults(
        api={method: ApiFault(**fault) for method, fault in given.get("api", {}).items()},
        envelopes=EnvelopeFaults(**given.get("envelopes", {})),
        pace=Pace(**given["pace"]) if "pace" in given else None,
        missing_methods=frozenset(given.get("missing_methods", ())),
        installed=bool(given.get("installed", True)),
    )
