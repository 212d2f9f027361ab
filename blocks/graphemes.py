"""Where a text may be cut: never within what a reader sees as one character, nor within Slack's markup."""

import re
from unicodedata import category

_JOINER = "\u200d"
_MARKUP = re.compile(r"&(?:amp|lt|gt);|<[^<>\n]*>")
_LAST_BMP = 0xFFFF


def length(text: str) -> int:
    """UTF-16 units: Slack does not say what it counts, and no other usual count is larger."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def boundary(text: str, limit: int) -> int:
    """The largest index whose head fits into `limit` UTF-16 units and is a safe place to cut; 0 when none is."""
    index = _head(text, limit)
    while (moved := _before_markup(text, _before_grapheme(text, index))) < index:
        index = moved
    return index


def _before_markup(text: str, index: int) -> int:
    """The start of the entity or token that `index` would cut, or `index`."""
    for token in _MARKUP.finditer(text):
        if token.end() >= index:
            return min(token.start(), index) if token.end() > index else index
    return index


def _before_grapheme(text: str, index: int) -> int:
    """The start of the character, as drawn, that `index` would cut, or `index`."""
    while 0 < index < len(text) and _inseparable(text, index):
        index -= 1
    return index


def _head(text: str, limit: int) -> int:
    """The index after the last character that fits."""
    if len(text) * 2 <= limit:
        return len(text)
    units = 0
    for index, character in enumerate(text):
        units += 1 + (ord(character) > _LAST_BMP)
        if units > limit:
            return index
    return len(text)


def _inseparable(text: str, index: int) -> bool:
    """Whether the characters on both sides of `index` are drawn as one."""
    before, after = text[index - 1], text[index]
    if _JOINER in (before, after) or category(after).startswith("M") or _modifies(after):
        return True
    return _regional(after) and _regional_run(text, index) % 2 == 1


def _modifies(character: str) -> bool:
    """Skin tones, and the tags that spell a region's flag."""
    return "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f"


def _regional(character: str) -> bool:
    """Regional indicators: two of them are one flag."""
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _regional_run(text: str, index: int) -> int:
    """How many regional indicators stand directly before `index`."""
    start = index
    while start and _regional(text[start - 1]):
        start -= 1
    return index - start
