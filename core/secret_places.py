"""Secrets that are known by where they stand: behind a name, a flag, a header, within a URL."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.secret_names import (
    bits_per_character,
    is_code,
    is_key_name,
    is_mixed,
    is_password_name,
    is_random,
    is_secret_name,
    is_value,
    is_words,
)
from core.secret_shapes import Found

_ASSIGNED = re.compile(
    r"""(?<![\w.-])(?P<name>[\w.-]{2,100}+)\\*["'\]\[]{0,3}\s{0,8}(?P<sign>=>|:=|==?|:|%3D)\s{0,8}
    (?:[bru@]{0,2}"(?P<double>(?:[^"\\\n]|\\.)*+)
    |[bru]{0,2}'(?P<single>(?:[^'\\\n]|\\.)*+)
    |\\+["'](?P<escaped>[^"'\\\n]*+)
    |(?P<bare>(?:[^\s"'`&;,\\<]|[&;,](?![\s"'}\])&;,]|[\w.-]{0,40}=|$))++))""",
    re.VERBOSE | re.ASCII,
)
_CLOSING = ")]}>,.;:"
_TAG_END = re.compile(r"[0-9a-f]{4}")
_VALUES = ("double", "single", "escaped", "bare")
_NAME_WORDS = (
    "pass",
    "pwd",
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
)
_ALONE_BEFORE = re.compile(r"(?:^|\n)[ \t-]{0,40}[\"']?$")
_ALONE_AFTER = re.compile(r"[ \t]*(?:\n|$)")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a secret stands; `fits` judges what the expression caught."""

    tag: str
    words: tuple[str, ...]
    pattern: re.Pattern[str]
    fits: Callable[[str], bool]


def secrets_by_place(text: str, lowered: str) -> Iterator[Found]:
    """Secrets in the order of the places, not of the text; they may overlap."""
    for place in _PLACES:
        if place.words and not any(word in lowered for word in place.words):
            continue
        for match in place.pattern.finditer(text):
            named = "name" not in place.pattern.groupindex or is_secret_name(match["name"])
            if named and place.fits(match["secret"]):
                yield Found(*match.span("secret"), place.tag)
    if any(word in lowered for word in _NAME_WORDS):
        yield from _assigned(text)


def tag_of(name: str) -> str:
    """The tag for a secret under a name."""
    if is_password_name(name):
        return "password"
    return "token" if name.lower().endswith("token") else "secret"


def _assigned(text: str) -> Iterator[Found]:
    for match in _ASSIGNED.finditer(text):
        group = next(group for group in _VALUES if match[group] is not None)
        # Without quotes the brackets and stops behind a value are rarely its own.
        value = match[group].rstrip(_CLOSING) if group == "bare" else match[group]
        if _holds_secret(match, value, quoted=group != "bare"):
            yield Found(match.start(group), match.start(group) + len(value), tag_of(match["name"]))


def _holds_secret(match: re.Match[str], value: str, *, quoted: bool) -> bool:
    """Whether `name = value` gives a secret away.

    Behind a colon without quotes stands prose as often as a value ("token: expired"), so it must look like one,
    or be all that is on its line, as in YAML.
    """
    name = match["name"]
    if match.string[match.start() - 1 : match.start()] == "[" and _TAG_END.fullmatch(value):
        return False  # one of our own tags
    if not is_secret_name(name):
        return is_key_name(name) and is_random(value)
    if not is_value(value) or (is_words(value) and not is_password_name(name)) or (not quoted and is_code(value)):
        return False
    return quoted or match["sign"] != ":" or is_mixed(value) or (is_password_name(name) and _alone(match))


def _alone(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 50) : match.start()]
    return bool(_ALONE_BEFORE.search(before) and _ALONE_AFTER.match(match.string, match.end()))


def _is_aws_secret(value: str) -> bool:
    """Forty random characters of base64; digests in hex and words in camel case stay."""
    kinds = (str.isupper, str.islower, str.isdigit)
    return all(any(map(kind, value)) for kind in kinds) and bits_per_character(value) >= _AWS_SECRET_BITS


# Forty characters drawn from base64 have 4.8 bits on average and hardly ever below 4.3; names stay below 4.2.
_AWS_SECRET_BITS = 4.2


def _place(tag: str, words: str, pattern: str, fits: Callable[[str], bool] = is_value) -> _Place:
    return _Place(tag, tuple(words.split()), re.compile(pattern), fits)


_PLACES = (
    _place(
        "password",
        "://",
        r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s/:@\"'<>]{0,200}:(?!\d{1,5}[/?#])"
        r"(?P<secret>[^\s\"'<>]{1,200}?)@(?=[\w.\[\]{}$-]{1,200}(?::\d{1,5})?(?:[^\w.:@!$%&*+-]|$))",
    ),
    _place("token", "://", r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://(?P<secret>[\w-]{20,})@", is_random),
    _place(
        "authorization",
        "authorization",
        r"(?i)authorization\\*[\"']?\s{0,4}[:=,]\s{0,4}\\*[\"']?(?:(?:basic|bearer|token|apikey|negotiate|key|ssws|splunk)\s{1,4})?"
        r"(?!AWS4-|Digest )(?P<secret>[^\s\"'\\,;<>]{4,})",
        lambda value: is_value(value) and is_mixed(value),
    ),
    _place("authorization", "bearer basic", r"(?i)\b(?:bearer|basic)\s{1,4}(?P<secret>[\w.~+/=-]{8,})", is_mixed),
    _place(
        "cookie", "cookie", r"(?i)\bcookie\\*[\"']?\s{0,4}[:=]\s{0,4}\\*[\"']?(?P<secret>[\w.-]{1,60}=[^\n\"'\\]{8,})"
    ),
    _place("signature", "sig", r"(?i)[?&;](?:sig|signature|x-amz-signature)=(?P<secret>[\w%+/=-]{20,})"),
    _place("signature", "signature=", r"Signature=(?P<secret>[0-9a-f]{64})"),
    _place("token", "= key=", r"(?i)[?&](?:key|auth|code)=(?P<secret>[\w.~%-]{16,})", is_random),
    _place("password", "--", r"(?<![\w-])--?(?P<name>[A-Za-z][\w-]{1,60})\s{1,4}[\"']?(?P<secret>[^\s\"'-][^\s\"']*)"),
    _place("password", "-u --user", r"(?:\s-u|--user)[ =]{0,2}[\"']?[^\s:\"'/]{1,100}:(?P<secret>[^\s\"'/]+)"),
    _place("password", "mysql", r"\bmysql\w{0,10}\b[^\n|;]{0,120}?\s-p(?P<secret>[^\s\"']+)"),
    _place("password", "sshpass", r"\bsshpass\s+-p\s{0,2}[\"']?(?P<secret>[^\s\"']+)"),
    _place("password", "redis-cli", r"\bredis-cli\b[^\n|;]{0,120}?\s-a\s+[\"']?(?P<secret>[^\s\"']+)"),
    _place("password", "pass:", r"(?<![\w.-])-pass(?:in|out)?\s+pass:(?P<secret>[^\s\"']+)"),
    _place(
        "password", "identified password", r"(?i)\b(?:identified\s+by|password)\s{1,4}(?:'(?=(?P<secret>[^'\n]+)'))"
    ),
    _place(
        "password",
        "pass pwd secret token",
        r"(?i)\b(?:password|passwd|pwd|passphrase|secret|token)\s{1,4}(?:for\s{1,4}\S{1,60}\s{1,4})?(?:is|was|to)\s{0,4}:?\s{0,4}[\"'`]?(?P<secret>[^\s\"'`]{4,})",
        lambda value: is_value(value) and any(map(str.isdigit, value)) and is_mixed(value),
    ),
    _place(
        "password",
        "value",
        r"(?i)[\"'](?:name|key)\\*[\"']\s{0,4}:\s{0,4}\\*[\"'](?P<name>[\w.-]{2,100})\\*[\"']\s{0,4},\s{0,4}\\*[\"']value\\*[\"']"
        r"\s{0,4}:\s{0,4}\\*[\"'](?P<secret>[^\"'\\\n]+)",
    ),
    _place("password", "</", r"<(?P<name>[\w.:-]{2,100})>\s{0,4}(?P<secret>[^<>\s][^<>\n]*)</"),
    _place(
        "secret", "'; \";", r"(?<![\w.-])(?P<name>[\w.-]{2,60}+)\s{0,4}(?P<quote>[\"'])(?P<secret>[^\"'\n]+)(?P=quote);"
    ),
    _place("password_hash", "$", r"(?P<secret>\$(?:1|2[abxy]?|5|6|7|y|apr1|argon2(?:id?|d))\$[./A-Za-z0-9$=,+]{20,})"),
    _place(
        "aws_secret", "", r"(?<![A-Za-z0-9+/_.%-])(?P<secret>[A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=_.-])", _is_aws_secret
    ),
)
