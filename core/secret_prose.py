"""Passwords that people write into sentences: "the password for root is …", "log in with bob / …"."""

import re

# A stop or bracket belongs to the word only where more of the word follows.
WORD = r"(?:[^\s\"'`<>,.;:!?()\]\[]|[,.;:!?()\]\[](?=[^\s\"'`<>,.;:!?()\]\[])|[!?](?=\s|$))"
_SIGNS = frozenset("@#$%^&*+=~|!?")
_VERSION = re.compile(r"v?\d[\d.]*\w?")
_LONGEST_WORD = 24
_SHORTEST_WORD = 6
# What else is said of passwords: "the password is expired", "password: optional".
_STATEMENTS = frozenset(
    [
        *("above", "again", "alphanumeric", "also", "always", "another", "anyone", "anything", "around", "available"),
        *("awaiting", "basic", "because", "being", "below", "blank", "broken", "cannot", "case", "changing", "clear"),
        *("common", "complex", "confidential", "correct", "correctly", "current", "currently", "dangerous"),
        *("default", "different", "difficult", "directly", "duplicate", "easily", "either", "empty", "enough"),
        *("essential", "every", "everywhere", "exactly", "fine", "forbidden", "found", "given", "good", "hardcoded"),
        *("having", "hidden", "identical", "ignored", "illegal", "impossible", "inactive", "incorrect"),
        *("incorrectly", "ineligible", "insecure", "invalid", "kept", "known", "legacy", "length", "likely", "local"),
        *(
            "longer",
            "lost",
            "managed",
            "mandatory",
            "maybe",
            "minimum",
            "mismatch",
            "missing",
            "needed",
            "never",
            "newer",
        ),
        *("nobody", "none", "nowhere", "null", "obsolete", "obviously", "often", "older", "only", "optional", "out"),
        *("outdated", "pending", "perhaps", "permanent", "personal", "plaintext", "please", "policy", "possible"),
        *("present", "private", "probably", "prompted", "properly", "public", "random", "readonly", "really", "recent"),
        *(
            "required",
            "rotation",
            "safe",
            "same",
            "secret",
            "secure",
            "secured",
            "sensitive",
            "sent",
            "separate",
            "shared",
        ),
        *("short", "shorter", "shown", "similar", "simple", "simply", "somehow", "something", "sometimes", "somewhere"),
        *("special", "static", "still", "stolen", "strong", "stronger", "strongly", "temporary", "there", "therefore"),
        *("through", "together", "topic", "trivial", "true", "unavailable", "unchanged", "unclear", "under", "unique"),
        *(
            "unknown",
            "unsafe",
            "unset",
            "unusable",
            "unusual",
            "useless",
            "usually",
            "valid",
            "visible",
            "weak",
            "weaker",
        ),
        *("within", "without", "written", "wrong", "yours"),
    ]
)
_ENDINGS = ("ed", "ing", "able", "ible", "ly", "ment", "tion", "ness", "ory", "ious", "less", "ful")


def is_password_word(value: str) -> bool:
    """Whether a word behind "password is" may be the password itself, and is no statement about it.

    Letters alone decide nothing in general: what is left after the statements that English has is taken for one.
    """
    if not value.isalpha():
        return is_varied(value)
    if not _SHORTEST_WORD <= len(value) <= _LONGEST_WORD:
        return False
    lowered = value.lower()
    return lowered not in _STATEMENTS and not lowered.endswith(_ENDINGS)


def is_varied(value: str) -> bool:
    """Whether a word is none of a language and no version: digits, signs, or capitals within."""
    letters = any(character.isalpha() for character in value)
    digits = any(character.isdigit() for character in value)
    signs = any(character in _SIGNS for character in value.rstrip("!?"))
    words = "".join(character for character in value if character.isalpha())
    capitals = bool(words) and not words[1:].islower() and not words.isupper() and len(words) > 1
    return letters and (digits or signs or capitals) and _VERSION.fullmatch(value) is None
