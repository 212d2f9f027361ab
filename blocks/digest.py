"""The morning's story: one card, with its details in the thread."""

from collections.abc import Iterator, Sequence

from blocks.card import Block, Card
from blocks.charts.trend import trend_words
from blocks.elements import context, section
from blocks.items import listed
from blocks.marks import State, mark
from blocks.text import date, inert, plural
from core.digest import Digest
from core.item import Item

_SHOWN = 3
THREAD_SHOWN = 20


def digest_card(digest: Digest) -> Card:
    """What needs somebody first, then what changed, then what comes; a line each, the worst few of it named."""
    said = _headline(digest)
    blocks: list[Block] = [section(f"{mark(_state(digest))} *{said}*")]
    blocks += [section(listed(title, items, _SHOWN)) for title, items in _parts(digest) if items]
    if len(digest.postures) > 1:
        blocks.append(section(f"*Risk*\n{trend_words(digest.postures)}"))
    span = f"from {date(digest.since)} to {date(digest.until)}"
    blocks.append(context(span, *(inert(note, 200) for note in digest.notes)))
    return Card(said, tuple(blocks))


def digest_thread(digest: Digest) -> tuple[Card, ...]:
    """What the card had no room for, one message each."""
    return tuple(
        Card(f"{title}: {len(items)}", (section(listed(title, items, THREAD_SHOWN)),))
        for title, items in _parts(digest)
        if len(items) > _SHOWN
    )


def _headline(digest: Digest) -> str:
    counted = (
        (digest.people_needed, "patch needs a person", "patches need a person"),
        (digest.waiting, "approval waits", "approvals wait"),
        (digest.opened, "package with new critical findings", "packages with new critical findings"),
        (digest.alerts, "open incident", "open incidents"),
        (digest.next, "patch within a day", "patches within a day"),
    )
    said = [plural(len(items), one, many) for items, one, many in counted if items]
    return f"Today: {', '.join(said)}" if said else "Today: nothing waits for anybody"


def _state(digest: Digest) -> State:
    if digest.people_needed:
        return State.CRITICAL
    if digest.waiting or digest.opened or digest.alerts:
        return State.WARNING
    return State.GOOD


def _parts(digest: Digest) -> Iterator[tuple[str, Sequence[Item]]]:
    yield "Needs a person", digest.people_needed
    yield "Waits for approval", digest.waiting
    yield "Open incidents", digest.alerts
    yield "New since yesterday", digest.opened
    yield "Closed since yesterday", digest.closed
    yield "Patches that ended", digest.ended
    yield "Comes within a day", digest.next
