"""Says whom a resource's policy lets in, for every service whose resources have one."""

from dataclasses import dataclass

from core.detections.event import Event
from core.detections.policy import Statement, statements
from core.drift.said import Said, named, subject
from core.findings import Severity

_MOST = 3


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of resource with a policy: its name, and the controls about everybody and about other accounts."""

    name: str
    public: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


def of_policy(event: Event, document: object, thing: Thing) -> Said:
    """The change of a resource's policy, judged by whom it lets in."""
    allowed = statements(document)
    policy = f"The policy of {thing.name} {named(subject(event))}".strip()
    if any(one.public for one in allowed):
        what = f"{policy} lets everybody in"
        return Said(
            what, Severity.CRITICAL, after=f"open to everybody: {actions(allowed, public=True)}", breaks=thing.public
        )
    outside = sorted({account for one in allowed for account in one.outsiders(event.account)})
    if outside:
        after = f"open to {accounts(outside)}: {actions(allowed)}"
        what = f"{policy} lets {accounts(outside)} in"
        return Said(what, Severity.HIGH, after=after, meets=thing.public, touches=thing.foreign)
    if not readable(document):
        return Said(f"{policy} was changed", Severity.MEDIUM, touches=(*thing.public, *thing.foreign))
    return Said(
        f"{policy} was changed; it lets in nobody from outside",
        Severity.LOW,
        after="closed to others",
        meets=thing.public,
    )


def readable(document: object) -> bool:
    """Whether a policy can be read at all; one that only denies can, and allows nothing."""
    return bool(statements(document)) or (isinstance(document, str | dict) and "deny" in str(document).lower())


def accounts(named: list[str]) -> str:
    """Other accounts in words."""
    more = f" and {len(named) - _MOST} more" if len(named) > _MOST else ""
    return f"account{'s' if len(named) > 1 else ''} {', '.join(named[:_MOST])}{more}"


def actions(allowed: tuple[Statement, ...], *, public: bool = False) -> str:
    """What the statements allow, the first few actions."""
    every = [action for one in allowed if one.public or not public for action in one.actions]
    more = f" and {len(every) - _MOST} more" if len(every) > _MOST else ""
    return (", ".join(every[:_MOST]) + more)[:200]
