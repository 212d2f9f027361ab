"""Answers about security events, for tests of their cards."""

from datetime import timedelta

from core.answers.cloudtrail import TrailEvents
from core.answers.security_events import SecurityEvents
from core.detections import Detection
from core.findings import Severity
from core.gaps import Gap
from core.security.answering import security_events, trail_events
from core.security.rulings import Mute, Ruling
from tests.core.security.samples import KINDS, NOW, detection, material, question, record

MUTE = Ruling(rule="trail-off", mute=Mute(reason="drill", by="U024BE7LH", at=NOW, until=NOW + timedelta(days=3)))
HOSTILE = "<!channel> *x* `y` \u202eabc " + "n" * 300


def account(
    detections: tuple[Detection, ...] = (),
    *,
    events: int = 3,
    gaps: tuple[Gap, ...] = (),
    since_hours: float | None = 24,
    muted: bool = False,
) -> SecurityEvents:
    """An answer over some events."""
    told = material([record(number) for number in range(events)], detections, since_hours=since_hours, gaps=gaps)
    return security_events(told, question(KINDS), {"trail-off": MUTE} if muted else {}, NOW)


def trail(detections: tuple[Detection, ...] = (), *, events: int = 3) -> TrailEvents:
    """The same as events."""
    told = material([record(number) for number in range(events)], detections)
    return trail_events(told, question(KINDS), {}, NOW)


def hostile(index: int) -> Detection:
    """A detection whose every text a stranger wrote."""
    texts = {"title": HOSTILE, "actor": HOSTILE, "source_ip": HOSTILE, "why": HOSTILE, "check": (HOSTILE,) * 5}
    return detection(index, f"rule-{index}", Severity.HIGH, **texts)
