"""Words for cards: escaping, quoting of untrusted text, times, counts and links."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from blocks.graphemes import boundary, length

ELLIPSIS = "…"
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400

_BIDI_AND_INVISIBLE = (0x061C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
_DELETED = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *_BIDI_AND_INVISIBLE, *range(0xE0000, 0xE0080)))
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_SPACES = dict.fromkeys((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), " ")
_ONE_LINE = {**_DELETED, **_SURROGATES, **_SPACES}
_MANY_LINES = {**_ONE_LINE, 0x0A: "\n", 0x2028: "\n", 0x2029: "\n"}
# Letters that look alike but format nothing; breaking with invisible characters would spoil copying.
_GRAVE = "\N{MODIFIER LETTER GRAVE ACCENT}"
_INERT = str.maketrans({"*": "\N{ASTERISK OPERATOR}", "~": "\N{TILDE OPERATOR}", "`": _GRAVE})
_SHORTCODE = re.compile(r":(?=[\w+'-]+:)", re.ASCII)
_EDGE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_URL_UNSAFE = re.compile(r"[\s<>|\"`\x00-\x1f\x7f\\]")


def escape(text: str) -> str:
    """Slack's three entities and nothing else, so that no mention, channel or link can come alive.

    Source: https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units, with an ellipsis where something is gone; markup and graphemes stay whole."""
    if length(text) <= limit:
        return text
    return text[: boundary(text, limit - 1)].rstrip() + ELLIPSIS if limit > 0 else ""


def one_line(text: str) -> str:
    """Untrusted text without control characters, direction overrides, invisible characters and line ends."""
    return " ".join(text.translate(_ONE_LINE).split())


def quote(text: str, limit: int = 200) -> str:
    """Untrusted text that looks quoted: one line in a code span, where Slack formats nothing.

    Args:
        text: whatever a stranger could write: alarm descriptions, log lines, tags.
        limit: the most characters of it that are shown.
    """
    return f"`{_in_code(shorten(one_line(text), limit))}`"


def preformatted(text: str, limit: int = 2000) -> str:
    """Untrusted text of several lines in a fence that it cannot close."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").translate(_MANY_LINES).split("\n")]
    return f"```\n{_in_code(shorten(chr(10).join(lines).strip(), limit))}\n```"


def _in_code(text: str) -> str:
    """Escaped text that can close neither a code span nor a fence."""
    return escape(text).replace("`", _GRAVE) or "(empty)"


def inert(text: str, limit: int = 80) -> str:
    """An untrusted name within a sentence: mere words, without formatting, emoji, mention or link."""
    words = shorten(one_line(text), limit).translate(_INERT)
    return escape(_EDGE_UNDERSCORE.sub("\N{FULLWIDTH LOW LINE}", _SHORTCODE.sub("\N{MODIFIER LETTER COLON}", words)))


def mrkdwn(text: str) -> dict[str, Any]:
    """A formatted text object. Verbatim: Slack must not make links or mentions out of words we did not mark."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain(text: str, *, emoji: bool = True) -> dict[str, Any]:
    """A plain text object; with `emoji` False the shortcodes of untrusted text stay text."""
    return {"type": "plain_text", "text": text, "emoji": emoji}


def date(when: datetime) -> str:
    """A moment in each reader's own zone; where Slack cannot draw it, in UTC.

    Source: https://docs.slack.dev/messaging/formatting-message-text#date-formatting
    """
    return f"<!date^{int(when.timestamp())}^{{date_short_pretty}} at {{time}}|{utc(when)}>"


def utc(when: datetime) -> str:
    """A moment for plain text: `2026-11-24 02:10 UTC`."""
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def span(delta: timedelta) -> str:
    """A duration in its largest fitting unit: `45 s`, `14 min`, `3 h`, `2 days`; the sign is ignored."""
    seconds = abs(int(delta.total_seconds()))
    if seconds < _MINUTE_S:
        return f"{seconds} s"
    if seconds < 2 * _HOUR_S:
        return f"{seconds // _MINUTE_S} min"
    if seconds < 2 * _DAY_S:
        return f"{seconds // _HOUR_S} h"
    return f"{number(seconds // _DAY_S)} days"


def ago(delta: timedelta) -> str:
    """How long ago (`14 min ago`), or for a negative delta how soon (`in 3 h`)."""
    if abs(delta) < timedelta(minutes=1):
        return "just now"
    return f"in {span(delta)}" if delta < timedelta() else f"{span(delta)} ago"


def date_ago(when: datetime, now: datetime) -> str:
    """A moment with its distance: `<!date…> (14 min ago)`."""
    return f"{date(when)} ({ago(now - when)})"


def number(value: float, digits: int = 0) -> str:
    """A number for people: thousands apart, no more digits than asked for."""
    return f"{value:,.{digits}f}"


def plural(count: int, noun: str, many: str = "") -> str:
    """A count with its noun: `1 finding`, `5,000 findings`; `many` is for irregular ones."""
    return f"{number(count)} {noun if count == 1 else many or noun + 's'}"


def link(url: str, label: str) -> str:
    """A link with our own label; anything but a plain https URL gives the label alone.

    Only for URLs that we built: a URL out of untrusted text can carry data away.
    """
    words = inert(label, limit=200).replace("|", "¦")
    return f"<{escape(url)}|{words}>" if words and _safe(url) else words


def _safe(url: str) -> bool:
    """Whether a URL is https, names a host, carries no credentials and cannot leave Slack's angle brackets."""
    if _URL_UNSAFE.search(url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
