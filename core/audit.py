"""The audit chain: each row is sealed together with the row before it, by a key that is kept outside the store.

Whoever changes, inserts or removes a row breaks the seals from there on. A tail that was cut off, or a chain that was
written anew by somebody who has the key, shows against the heads that were published elsewhere.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from core.gaps import Gap
from core.model import Model

BEGINNING = ""
"""Stands for the seal before the first row."""


class SealedRow(NamedTuple):
    """One row: its place, its canonical bytes and its seal (64 hexadecimal digits)."""

    sequence: int
    content: bytes
    seal: str


class Head(Model):
    """How long the chain was at a moment, and its last seal: what is published outside the store."""

    count: int
    seal: str
    at: datetime


class Problem(Model):
    """One thing that is wrong with the chain; `sequence` is the first row that it concerns."""

    kind: Literal["changed", "missing", "cut", "rewritten"]
    sequence: int
    sentence: str


class Verdict(Model):
    """The chain as it was found: whole where `problems` is empty. `heads` is how many published ones it was held to.

    `unheld` names heads that could not be asked for: a chain that was written anew may go unseen without them.
    """

    rows: int
    seal: str
    heads: int
    problems: tuple[Problem, ...]
    unheld: tuple[Gap, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, inserted, removed, cut off or written anew."""
        return not self.problems

    @property
    def sure(self) -> bool:
        """Whether that is known of all heads that were ever published."""
        return self.whole and not self.unheld


def seal(key: bytes, before: str, content: bytes) -> str:
    """The seal of a row: HMAC-SHA256 over the seal before it and its content."""
    return hmac.new(key, before.encode() + b"\n" + content, hashlib.sha256).hexdigest()


def verify(key: bytes, rows: Iterable[SealedRow], heads: Iterable[Head]) -> Verdict:
    """Hold all rows, in order, against their seals and against the heads that were published."""
    published = sorted(heads, key=lambda head: head.count)
    wanted = {head.count for head in published}
    problems: list[Problem] = []
    seals: dict[int, str] = {}
    before, expected = BEGINNING, 1
    for row in rows:
        if row.sequence != expected:
            problems.append(_missing(expected, row.sequence))
        if not hmac.compare_digest(seal(key, before, row.content), row.seal):
            problems.append(_changed(row.sequence))
        if row.sequence in wanted:
            seals[row.sequence] = row.seal
        before, expected = row.seal, row.sequence + 1
    count = expected - 1
    problems += [problem for head in published if (problem := _against(head, count, seals))]
    return Verdict(rows=count, seal=before, heads=len(published), problems=tuple(problems))


def _against(head: Head, count: int, seals: dict[int, str]) -> Problem | None:
    when = f"{head.at:%Y-%m-%d %H:%M} UTC"
    if head.count > count:
        sentence = f"The log had {head.count:,} rows on {when} and has {count:,} now: its end was cut off."
        return Problem(kind="cut", sequence=count + 1, sentence=sentence)
    if head.count and seals.get(head.count) != head.seal:
        sentence = f"Row {head.count:,} is not the one that was published on {when}: the log was written anew."
        return Problem(kind="rewritten", sequence=head.count, sentence=sentence)
    return None


def _changed(sequence: int) -> Problem:
    sentence = f"Row {sequence:,} does not bear the seal that it should: it, or the row before it, was changed."
    return Problem(kind="changed", sequence=sequence, sentence=sentence)


def _missing(expected: int, found: int) -> Problem:
    if found < expected:
        sentence = f"Row {found:,} stands where row {expected:,} should."
    else:
        sentence = (
            f"Rows {expected:,} to {found - 1:,} are missing."
            if found - expected > 1
            else (f"Row {expected:,} is missing.")
        )
    return Problem(kind="missing", sequence=expected, sentence=sentence)
