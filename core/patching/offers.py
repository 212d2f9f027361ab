"""Times that a patch can be put off to: quiet hours by load, then the coming nights, none where changes may not be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.patching.plan import PlannedWindow
from core.patching.policy import Policy, hindrance, hindrance_between

DAYS = 7
MOST = 10
FURTHEST = timedelta(days=28)
_NIGHT = time(2)


@dataclass(frozen=True, slots=True)
class Offer:
    """A window, None: as soon as it is approved; `why` is half a line for whoever chooses."""

    window: PlannedWindow | None
    why: str


def offers(
    policy: Policy,
    quiet: Iterable[Offer],
    zone: ZoneInfo,
    length: timedelta,
    now: datetime,
    *,
    planned: PlannedWindow | None = None,
) -> tuple[Offer, ...]:
    """What may be chosen, at most ten, none of it at the time that is planned already.

    `quiet` windows come first, then the next nights at 02:00 by the owner's clock.
    """
    taken, found = [Offer(planned, "")], list[Offer]()
    for offer in (Offer(None, ""), *quiet, *_nights(zone, length, now)):
        if not hinders(policy, offer.window, now) and not any(_meet(offer, other) for other in taken):
            taken.append(offer)
            found.append(offer)
    return tuple(found[:MOST])


def hinders(policy: Policy, window: PlannedWindow | None, now: datetime) -> str:
    """Why a patch cannot be put off to a window, in a sentence; empty where it can."""
    if window is None:
        return hindrance(policy, now)
    if not now < window.start < window.end:
        return "That time is over already."
    if window.start > now + FURTHEST:
        return f"That is more than {FURTHEST.days} days away."
    return hindrance_between(policy, window.start, window.end)


def _nights(zone: ZoneInfo, length: timedelta, now: datetime) -> Iterator[Offer]:
    today = now.astimezone(zone).date()
    for day in range(DAYS + 1):
        start = datetime.combine(today + timedelta(days=day), _NIGHT, zone).astimezone(UTC)
        yield Offer(PlannedWindow(start=start, end=start + length, zone=zone.key), "at night")


def _meet(one: Offer, other: Offer) -> bool:
    if one.window is None or other.window is None:
        return one.window is other.window
    return one.window.start < other.window.end and other.window.start < one.window.end
