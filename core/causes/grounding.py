"""No text says more than its evidence: every number and every name of a thing must occur in what is cited.

Whoever writes a sentence, a template or a model, it is checked here and dropped when it claims more.
"""

import re
from collections.abc import Iterable, Iterator

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9`\"'(<])")
_NUMBER = re.compile(r"[+-]?\d+(?:,\d{3})*(?:\.\d+)?%?")
_TOKEN = re.compile(r"[^\s\"'`,;()<>|]+")
# What things are called: an id, a host, a path, an ARN, a version; two words with a hyphen are checked too.
_LOOKS_LIKE_A_NAME = re.compile(r"(?=.*[A-Za-z])(?=.*[\d_/:@.-]).+|[A-Z]{2,}[A-Za-z]*[a-z]\w*|[a-z]+[A-Z]\w*")
_EDGES = ".,:;!?…\"'`()[]{}"


def sentences(text: str) -> tuple[str, ...]:
    """A text in its sentences."""
    return tuple(each.strip() for each in _SENTENCE.split(" ".join(text.split())) if each.strip())


def numbers_in(text: str) -> frozenset[float]:
    """The numbers that a text names by themselves; those within a name belong to the name."""
    found = (number for word in text.split() for number in _numbers(word.strip(_EDGES)))
    return frozenset(abs(float(number.replace(",", "").rstrip("%"))) for number in found)


def _numbers(word: str) -> list[str]:
    """A word that is a number, commas for thousands and all; else its parts that are."""
    if _NUMBER.fullmatch(word):
        return [word]
    return [part for token in _TOKEN.findall(word) if _NUMBER.fullmatch(part := token.strip(_EDGES))]


def names_in(text: str) -> frozenset[str]:
    """What in a text looks like the name of a thing, in lower case."""
    tokens = (token.strip(_EDGES) for token in _TOKEN.findall(text))
    return frozenset(token.lower() for token in tokens if _LOOKS_LIKE_A_NAME.fullmatch(token))


def claims_in(text: str) -> Iterator[tuple[int, int]]:
    """Where in a text a number or the name of a thing stands: from, and up to."""
    for token in _TOKEN.finditer(text):
        claim = token.group().strip(_EDGES)
        if claim and (_NUMBER.fullmatch(claim) or _LOOKS_LIKE_A_NAME.fullmatch(claim)):
            start = token.start() + token.group().index(claim)
            yield start, start + len(claim)


def grounded(sentence: str, cited: Iterable[str], vocabulary: str = "") -> bool:
    """Whether everything that a sentence names stands in the cited words.

    `vocabulary` is text of our own whose names are no claims, such as a runbook's ("read-only", "Multi-AZ").
    """
    words = " ".join(cited)
    known = words.lower()
    ours = names_in(vocabulary)
    if not numbers_in(sentence) <= numbers_in(words) | numbers_in(vocabulary):
        return False
    return all(name in ours or _stands(name, known) for name in names_in(sentence))


def only_grounded(text: str, cited: Iterable[str], vocabulary: str = "") -> str:
    """The sentences of a text that say no more than the cited words; empty where none is left."""
    words = tuple(cited)
    return " ".join(each for each in sentences(text) if grounded(each, words, vocabulary))


def _stands(name: str, known: str) -> bool:
    """Whether a name stands in the words as a whole, not as a part of another one."""
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", known) is not None
