"""Numbers and names of a report as slots, so that one wording serves the next incident of the same shape too.

A model is shown `The CPU of {E2.1|web-1} was at {E2.2|97} %` and writes `{E2.1}` where it means that machine. What
stands in the slots is filled in from the report of the day, so nobody but the evidence ever names a number.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.causes.evidence import Evidence
from core.causes.grounding import claims_in
from core.causes.hypothesis import Report

_SLOT = re.compile(r"\{([EH]\d+\.\d+)(?:\|[^{}]*)?\}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_MARKS = frozenset("{}|")


@dataclass(frozen=True, slots=True)
class Slots:
    """Texts with slots, and what stands in each: of evidence by its id, of hypotheses by H1, H2 and so on."""

    texts: Mapping[str, str]
    values: Mapping[str, str]

    def filled(self, text: str) -> str:
        """A text with what stands in its slots; a slot that does not exist stays, and shows."""
        return _SLOT.sub(lambda found: self.values.get(found.group(1), found.group(0)), text)


@dataclass(frozen=True, slots=True)
class Names:
    """What the things of a report are called, where that is a plain word, such as a service's name."""

    words: frozenset[str]

    def slots(self, report: Report) -> Slots:
        """The slots of a report. A hypothesis names by their slots the things of the evidence that it rests on."""
        texts: dict[str, str] = {}
        values: dict[str, str] = {}
        for fact in report.evidence:
            texts[fact.id] = self._slotted(_lines(fact), fact.id, values, {}).partition("\n")[0]
        for number, each in enumerate(report.hypotheses, start=1):
            known: dict[str, str] = {}
            for slot, value in values.items():
                if slot.partition(".")[0] in each.supports:
                    known.setdefault(value, slot)
            texts[f"H{number}"] = self._slotted(each.text, f"H{number}", values, known)
        return Slots(texts, values)

    def shape(self, text: str) -> str:
        """A text without what its numbers and names are."""
        return self._with(text, lambda _, __: "#")

    def bare(self, text: str) -> bool:
        """Whether a text names no number and no thing but by slots."""
        without = _SLOT.sub("", text)
        return self._with(without, lambda _, __: "") == without

    def _slotted(self, text: str, ident: str, values: dict[str, str], known: Mapping[str, str]) -> str:
        """A text with slots, the known ones and new ones, whose values are noted."""

        def put(number: int, claim: str) -> str:
            if _MARKS & set(claim):
                return claim
            slot = known.get(claim) or f"{ident}.{number}"
            values[slot] = claim
            return f"{{{slot}|{claim}}}"

        return self._with(text, put)

    def _with(self, text: str, put: Callable[[int, str], str]) -> str:
        """A text with each number and name, counted from 1, as `put` writes it."""
        named = ((found.start(), found.end()) for found in _WORD.finditer(text) if found.group() in self.words)
        parts, behind, number = [], 0, 0
        for start, stop in sorted({*claims_in(text), *named}):
            if start >= behind:
                number += 1
                parts += [text[behind:start], put(number, text[start:stop])]
                behind = stop
        return "".join([*parts, text[behind:]])


def names_of(report: Report) -> Names:
    """What the things of a report are called."""
    told = (value for fact in report.evidence for value in (fact.component, *fact.values.values()))
    return Names(frozenset(value for value in told if _WORD.fullmatch(value)))


def _lines(fact: Evidence) -> str:
    """What it says, then what it is about and its values: our texts name these too."""
    return "\n".join((" ".join(fact.said.split()), fact.component, *fact.values.values()))
