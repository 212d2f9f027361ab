"""Lowers a severity where an infrastructure tool did it or it was refused; never to nothing by an agent alone."""

from core.detections.event import Event
from core.detections.rule import CRITICAL, HIGH, INFORMATIONAL, LOW, MEDIUM, Rule
from core.findings import Severity

RANKED = (INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL)
# The agent is written by the caller, so it lowers less than what AWS or a role's name says as well.
_BY_AGENT = {CRITICAL: MEDIUM, HIGH: LOW, MEDIUM: LOW, LOW: INFORMATIONAL, INFORMATIONAL: INFORMATIONAL}
_VOUCHED = {CRITICAL: LOW, HIGH: LOW, MEDIUM: INFORMATIONAL}


def rank(severity: Severity) -> int:
    """The place of a severity, the mildest first."""
    return RANKED.index(severity)


def softened(rule: Rule, severity: Severity, event: Event) -> tuple[Severity | None, str]:
    """The severity for this caller, with the reason where it is lower; None where there is nothing left to say.

    A refused attempt at something grave stays grave: whoever works here seldom tries what is not allowed.
    """
    reasons: list[str] = []
    lowered: Severity | None = severity
    if event.error and not rule.window and rank(severity) > rank(MEDIUM):
        lowered = RANKED[rank(severity) - 1]
        reasons.append("the call was refused" if event.denied else f"the call failed ({event.error[:60]})")
    vouched = event.who.vouched or bool(event.who.through)
    if lowered and (event.who.tool or vouched):
        lowered = _VOUCHED.get(lowered) if vouched else _BY_AGENT[lowered]
        if rule.by_tool and (lowered is None or rank(rule.by_tool) > rank(lowered)):
            lowered = min(rule.by_tool, severity, key=rank)
        reasons.append(_tool_reason(event, vouched=vouched))
    return lowered, "; ".join(reasons) if lowered != severity else ""


def _tool_reason(event: Event, *, vouched: bool) -> str:
    if event.who.through:
        return f"{event.who.through} made the call for the caller"
    if vouched:
        return "an infrastructure tool did it, and the caller is one of its roles"
    return "an infrastructure tool did it, as its agent says, which anybody can write"
