"""Judges a name and a value: would a value under this name be a secret, and is this value one at all."""

import re
from base64 import b64decode
from collections import Counter
from math import log2

_WORDS = re.compile(r"[^a-z0-9]")
_PASSWORDS = ("password", "passwd", "pwd", "pswd", "passphrase", "passcode", "passwort", "requirepass", "masterauth")
_SECRETS = (
    *("secret", "token", "apikey", "accesskey", "secretkey", "privatekey", "signingkey", "encryptionkey", "masterkey"),
    *("accountkey", "sharedaccesskey", "sharedkey", "authkey", "deploykey", "routingkey", "integrationkey"),
    *(
        "secretkeybase",
        "keydata",
        "connectionstring",
        "responseurl",
        "webhookurl",
        "amzsignature",
        "secretvalue",
        "secretstring",
    ),
)
_WHOLE = frozenset(["pw", "pass"])
_FRONT = re.compile(r"TF_TOKEN_|TF_VAR_\w*(?:password|secret|token)", re.IGNORECASE)
_SESSION = re.compile(r"(?:php|j|asp\.net_)sess(?:ion)?_?id$|connect\.sid$", re.IGNORECASE)
_PASS = re.compile(r"[a-z0-9][_.-](?:pass|pw)$|[a-z0-9]Pass$|[A-Z0-9]_(?:PASS|PW)$")
_KEYLIKE = re.compile(
    r"(?:[_.-]|^x-.*)(?:key|auth|creds?|credentials?|sig|signature|license|pat)$|^(?:auth|creds|credentials|sig|signature|pin|pat)$",
    re.IGNORECASE,
)
_CAMEL_KEY = re.compile(r"[a-z0-9]Key$")
# Tokens that page, deduplicate or name things; and keys that find things.
_HARMLESS_TOKENS = tuple(
    f"{kind}token"
    for kind in (
        *("next", "client", "request", "page", "continuation", "pagination", "idempotency", "start", "forward"),
        *("backward", "previous", "prev", "resume", "sync", "cursor"),
    )
)
_HARMLESS_KEYS = re.compile(
    r"(?:public|pub|primary|foreign|partition|sort|object|s3|cache|idempotency|dedup\w*|kms|host|issue|project|group|row"
    r"|shard|index|lookup|hash|range|natural|item|file|bucket|metric|config|feature|resource|tag|label|map|order|unique)"
    r"[_.-]?key$",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"""[*xX.\u2022#_-]{3,}$ | \[[\w:. -]*\]?$ | <[^>]*>?$ | \{\{?[\w\s.:|()'"-]*\}{0,2}$ | \$\{[^}]*\}?$
    | \([A-Za-z\s]+\)?$ | \$\([^)]*\)?$
    | \$[A-Za-z_]\w*$ | %[(\[%s] | (?:your|my|the)[-_] | (?:REDACTED|MASKED|REMOVED|HIDDEN|FILTERED|OMITTED)
    | (?:arn|vault|ssm|file|op|ref\+\w+|secretsmanager|valueFrom):  | !Ref | !Sub | @Microsoft\.KeyVault
    | [A-Za-z_]+(?:\.[A-Za-z_]+)+$ | (?:[~.]?/)[a-z0-9_.-]+(?:/[a-z0-9_.-]+)*$""",
    re.VERBOSE | re.IGNORECASE,
)
_MEASURED = re.compile(r"[0-9]{1,6}[.,][0-9]{1,3}%?")
_CODE = re.compile(r"[A-Za-z_][\w.]*[(\[]")
_KEBAB_WORDS = re.compile(r"[a-z]+(?:[-/_.:][a-z]+)+")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_IDENTIFIER = re.compile(r"(?:[a-z]{1,8}-)+[0-9a-f]{8,17}|[0-9]+|[A-Za-z]+[0-9]?|[\d:.TZ+-]+")
_NOT_VALUES = frozenset(
    [
        "none",
        "null",
        "nil",
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "undefined",
        "required",
        "optional",
        "invalid",
        "expired",
        "missing",
        "incorrect",
        "wrong",
        "empty",
        "changed",
        "reset",
        "rotated",
        "revoked",
        "valid",
        "unknown",
        "denied",
        "failed",
        "failure",
        "error",
        "ok",
        "string",
        "str",
        "bytes",
        "int",
        "bool",
        "text",
        "type",
        "number",
        "default",
        "auto",
        "enabled",
        "disabled",
        "unset",
        "set",
        "hidden",
        "redacted",
        "masked",
        "removed",
        "omitted",
        "password",
        "token",
        "secret",
        "must",
        "should",
        "is",
        "was",
        "has",
        "cannot",
        "unexpected",
        "not",
        "for",
        "and",
        "the",
        "from",
        "in",
        "to",
        "of",
        "mismatch",
        "rejected",
        "refused",
        "accepted",
        "verified",
        "plaintext",
        "await",
        "new",
        "hash",
        "hashed",
        "encrypted",
        "basic",
        "bearer",
        "object",
        "value",
        "input",
        "field",
        "prompt",
        "env",
        "file",
        "todo",
    ]
)
_SHORTEST, _SHORTEST_NUMBER, _SHORTEST_KEY = 3, 4, 16
_KEY_BITS = 3.0


def is_secret_name(name: str) -> bool:
    """Whether whatever stands under this name is secret: `db_password`, `sessionToken`, `X-Api-Key`."""
    flat = _WORDS.sub("", name.lower())
    if flat.endswith(_HARMLESS_TOKENS):
        return False
    return is_password_name(name) or flat.endswith(_SECRETS) or _FRONT.match(name) is not None


def is_password_name(name: str) -> bool:
    """Whether the name is one for passwords, whose values follow no pattern at all."""
    flat = _WORDS.sub("", name.lower())
    return flat.endswith(_PASSWORDS) or flat in _WHOLE or _PASS.search(name) is not None


def is_key_name(name: str) -> bool:
    """Whether the name may be one for a secret key, so that the value has to decide."""
    if _HARMLESS_KEYS.search(name):
        return False
    return any(one.search(name) for one in (_KEYLIKE, _CAMEL_KEY, _SESSION))


def is_value(value: str) -> bool:
    """Whether a text can be a secret: no placeholder, reference, code, path or plain statement about one."""
    if len(value) < _SHORTEST or value.lower().strip(".:!?)],;") in _NOT_VALUES:
        return False
    if value.isalpha() and value.lower().endswith(_HARMLESS_TOKENS):
        return False  # the name of a field: `"output_token": "NextToken"`
    if (value.isdigit() and len(value) < _SHORTEST_NUMBER) or _MEASURED.fullmatch(value):
        return False
    return _PLACEHOLDER.match(value) is None


def is_code(value: str) -> bool:
    """Whether a text without quotes is a call or an index: `get_token()`, `secrets["db"]`."""
    return _CODE.match(value) is not None


def is_words(value: str) -> bool:
    """Whether a text is a name made of lower-case words: `prod/db`, `my-tls-secret`."""
    return _KEBAB_WORDS.fullmatch(value) is not None


def is_mixed(value: str) -> bool:
    """Whether a text is no plain word or number: letters with digits or signs, or case that changes within."""
    letters = any(character.isalpha() for character in value)
    others = any(not character.isalpha() and character not in ".,:;!?'-_/" for character in value)
    camel = len(value) >= _SHORTEST_KEY and not value.islower() and not value[1:].islower() and not value.isupper()
    return letters and (others or camel)


def is_random(value: str) -> bool:
    """Whether a text looks like a generated key: long, letters and digits, no id, UUID, number or time."""
    if len(value) < _SHORTEST_KEY or _UUID.fullmatch(value) or _IDENTIFIER.fullmatch(value) or " " in value:
        return False
    mixed = any(character.isdigit() for character in value) and any(character.isalpha() for character in value)
    return mixed and is_value(value) and bits_per_character(value) >= _KEY_BITS


def is_basic(value: str) -> bool:
    """Whether a text is a name and a password as HTTP and Docker write them: base64 of `name:password`."""
    try:
        plain = b64decode(value, validate=True).decode()
    except ValueError:
        return False
    return ":" in plain and plain.isprintable()


def bits_per_character(text: str) -> float:
    """Shannon entropy over the characters of the text itself."""
    counts = Counter(text).values()
    return -sum(count / len(text) * log2(count / len(text)) for count in counts)
