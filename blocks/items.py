"""Things in a line each: the worst few named, the rest counted."""

from collections.abc import Sequence

from blocks.text import date, link, plural
from core.item import Item, Waiting


def listed(title: str, items: Sequence[Item], most: int) -> str:
    """A heading, at most so many lines, and how many more there are."""
    lines = [f"• {_line(each)}" for each in items[:most]]
    more = len(items) - most
    return "\n".join([f"*{title}*", *lines, *([f"and {more:,} more"] if more > 0 else [])])


def _line(item: Item) -> str:
    """Sentences come from cards, and are escaped there."""
    told = f"{item.sentence} ({link(item.url, 'open')})" if item.url else item.sentence
    if isinstance(item, Waiting):
        return f"{told}: {plural(item.missing, 'more approval')} until {date(item.until)}"
    return told
