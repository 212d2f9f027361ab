"""The words and numbers in which senders say how bad something is, and whether it still is."""

import re
from types import MappingProxyType

from core.alerts.reading import names, plain
from core.alerts.scale import AlertLevel, AlertState

_LEVELS = MappingProxyType(
    {
        plain(name): level
        for level, names in {
            AlertLevel.CRITICAL: "critical crit fatal emergency emerg alert disaster page p0 p1 sev0 sev1 s1 urgent"
            " blocker catastrophic panic red highest down",
            AlertLevel.HIGH: "high error err major severe p2 sev2 s2 serious",
            AlertLevel.MEDIUM: "medium warning warn moderate average minor p3 sev3 s3 normal orange yellow degraded",
            AlertLevel.LOW: "low notice p4 sev4 s4 trivial ticket",
            AlertLevel.INFO: "info information informational ok none debug p5 sev5 s5 good clear cleared lowest"
            " success green inform",
        }.items()
        for name in names.split()
    }
)
_FIRING = frozenset(
    names(
        "firing alarm alerting alert active triggered trigger open opened problem down failed failure failing error "
        "critical warning warn problem bad unhealthy impaired breached new created started unresolved reopened reopen "
        "escalated noncompliant nodata alertnotificationtrigger failurestate errored timedout timeout stopped crashed "
        "pending threatsfound unreachable degraded renotify triggering aborted anomalous fault fired"
    )
)
_RESOLVED = frozenset(
    names(
        "resolved resolve ok okay normal up recovered recovery closed close clear cleared success succeeded "
        "successful inactive healthy compliant ended completed complete fixed done good passed autoresolved "
        "manuallyresolved nothreatsfound archived suppressed alertnotificationclear deleted"
    )
)
_ACKNOWLEDGED = frozenset(names("acknowledged acknowledge ack acked assigned inprogress investigating"))
_WORDS = re.compile(r"[A-Za-z0-9]+")
_DOWN_THEN_UP = re.compile(r"(?:->|→|=>|to)\s*([A-Za-z]+)\s*$")


def level_of(said: str) -> AlertLevel:
    """The level that a sender's word means, such as `Warning`, `P1`, `SEV-2` or `3 - High`."""
    if known := _LEVELS.get(plain(said)):
        return known
    for found in _WORDS.findall(said):
        if len(found) > 1 and (known := _LEVELS.get(found.lower())):
            return known
    return AlertLevel.UNKNOWN


def level_of_number(said: str, *, worst: float, least: float) -> AlertLevel:
    """The level of a number on a scale, by fifths; a scale on which less is worse has `worst` below `least`."""
    try:
        share = (float(said) - least) / (worst - least)
    except (ValueError, OverflowError):
        return AlertLevel.UNKNOWN
    if not -0.5 <= share <= 1.5:  # noqa: PLR2004  it is no number of this scale
        return AlertLevel.UNKNOWN
    steps = (AlertLevel.INFO, AlertLevel.LOW, AlertLevel.MEDIUM, AlertLevel.HIGH, AlertLevel.CRITICAL)
    return steps[min(4, max(0, int(share * 5)))]


def state_of(said: str) -> AlertState:
    """The state that a sender's word means; of `DOWN -> UP` the second counts."""
    if moved := _DOWN_THEN_UP.search(said):
        said = moved.group(1)
    key = plain(said)
    for state, words in (
        (AlertState.ACKNOWLEDGED, _ACKNOWLEDGED),
        (AlertState.RESOLVED, _RESOLVED),
        (AlertState.FIRING, _FIRING),
    ):
        if key in words:
            return state
    found = {word.lower() for word in _WORDS.findall(said)}
    if found & {"unsuccessful", "not"}:
        return AlertState.FIRING
    for state, words in (
        (AlertState.ACKNOWLEDGED, _ACKNOWLEDGED),
        (AlertState.RESOLVED, _RESOLVED),
        (AlertState.FIRING, _FIRING),
    ):
        if found & words:
            return state
    return AlertState.UNKNOWN
