"""Secrets that are known by where they stand: behind a name, a flag, a header, within a URL."""

import re
from collections.abc import Iterator

from core.secret_names import (
    is_code,
    is_key_name,
    is_mixed,
    is_password_name,
    is_random,
    is_secret_name,
    is_value,
    is_words,
)
from core.secret_prose import is_password_word
from core.secret_shapes import Found
from core.secret_spots import PLACES

_ASSIGNED = re.compile(
    r"""(?<![\w.-])(?P<name>[\w.-]{2,100}+)\\*["'\]\[]{0,3}(?:[ \t]{1,4}(?:string|str|text)(?![\w.-]))?
    [ \t]{0,8}(?P<sign>=>|::?=|[?.+]=|==?|:(?!//)|%3D)[ \t]{0,8}
    (?:[bru@]{0,2}"(?P<double>(?:[^"\\\n]|\\.)*+)
    |[bru]{0,2}'(?P<single>(?:[^'\\\n]|\\.)*+)
    |`(?P<ticked>[^`\n]*+)
    |\\+["'](?P<escaped>[^"'\\\n]*+)
    |(?P<bare>(?:[^\s"'`&;,\\<]|[&;,](?![\s"'}\])&;,]|[\w.-]{0,40}=|$))++))""",
    re.VERBOSE | re.ASCII,
)
_CLOSING = ")]}>,.;:"
_TAG_END = re.compile(r"[0-9a-f]{4}")
_VALUES = ("double", "single", "ticked", "escaped", "bare")
_LONGEST_LOOKED_INTO = 1000
_NAME_WORDS = (
    "pass",
    "pwd",
    "pw:",
    "pw=",
    "pswd",
    "secret",
    "token",
    "key",
    "cred",
    "auth",
    "signature",
    "sig",
    "url",
    "string",
    "pin",
    "sess",
    "license",
    "pat",
    "sid",
)
_ALONE_BEFORE = re.compile(r"(?:^|\n)[ \t-]{0,40}[\"']?$")
_PAGE = re.compile(
    r"(?:next|continuation|pagination|start(?:ing)?|page)[_-]?token\\*[\"']?\s{0,4}[:=]\s{0,4}\\*[\"']?$", re.IGNORECASE
)
_PAGE_NAME = 40
_CLAUSE_AFTER = re.compile(r"[ \t]*(?:[,;.!)}\]]{0,3}[ \t]*(?:\n|$)|[,;.!)}\]]{1,3}[ \t])")
_ALONE_AFTER = re.compile(r"[ \t]*(?:\n|$|#)")


def secrets_by_place(text: str, lowered: str) -> Iterator[Found]:
    """Secrets in the order of the places, not of the text; they may overlap."""
    for place in PLACES:
        if place.words and not any(word in lowered for word in place.words):
            continue
        for match in place.pattern.finditer(text):
            named = "name" not in place.pattern.groupindex or is_secret_name(match["name"])
            if named and place.fits(match["secret"]) and not _paged(text, match.start("secret")):
                yield Found(*match.span("secret"), place.tag)
    if any(word in lowered for word in _NAME_WORDS):
        yield from _assigned(text)


def _paged(text: str, start: int) -> bool:
    """Whether a long value is where the next page begins, which AWS writes as it writes keys."""
    return _PAGE.search(text, max(0, start - _PAGE_NAME), start) is not None


def tag_of(name: str) -> str:
    """The tag for a secret under a name."""
    if is_password_name(name):
        return "password"
    return "token" if name.lower().endswith("token") else "secret"


def _assigned(text: str) -> Iterator[Found]:
    start = 0
    while match := _ASSIGNED.search(text, start):
        start = match.end()
        group = next(group for group in _VALUES if match[group] is not None)
        # Without quotes the brackets and stops behind a value are rarely its own.
        value = match[group].rstrip(_CLOSING) if group == "bare" else match[group]
        if _holds_secret(match, value, quoted=group != "bare"):
            yield Found(match.start(group), match.start(group) + len(value), tag_of(match["name"]))
        elif "=" in value and len(value) <= _LONGEST_LOOKED_INTO:
            start = match.start(group)  # a value may be a text that assigns something itself


def _holds_secret(match: re.Match[str], value: str, *, quoted: bool) -> bool:
    """Whether `name = value` gives a secret away.

    Behind a colon without quotes stands prose as often as a value ("token: expired"), so it must look like one,
    or be all that is on its line, as in YAML.
    """
    name = match["name"]
    if _tells_nothing(match, value):
        return False
    if not is_secret_name(name):
        return is_key_name(name) and is_random(value) and (quoted or not is_code(value))
    if not is_value(value) or (is_words(value) and not is_password_name(name)) or (not quoted and is_code(value)):
        return False
    if quoted or match["sign"] != ":" or is_mixed(value):
        return quoted or match["sign"] != "==" or not is_secret_name(value)  # compared with another of its kind
    return is_password_name(name) and (_alone(match) or (is_password_word(value) and _ends_clause(match, value)))


def _tells_nothing(match: re.Match[str], value: str) -> bool:
    """One of our own tags, or how many tests passed."""
    tag = match.string[match.start() - 1 : match.start()] == "[" and _TAG_END.fullmatch(value) is not None
    return tag or (match["name"].lower() == "pass" and match["sign"] == ":")


def _ends_clause(match: re.Match[str], value: str) -> bool:
    return _CLAUSE_AFTER.match(match.string, match.start("bare") + len(value)) is not None


def _alone(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 50) : match.start()]
    return bool(_ALONE_BEFORE.search(before) and _ALONE_AFTER.match(match.string, match.end()))
