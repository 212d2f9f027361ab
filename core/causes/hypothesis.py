"""What may have caused an alert, what that rests on, and what to do about it."""

from datetime import datetime
from typing import Literal

from core.causes.evidence import Evidence
from core.confidence import Confidence
from core.gaps import Gap
from core.model import Model

Verdict = Literal["likely", "inconclusive", "unknown"]


class Step(Model):
    """Something to do: a sentence, and the exact command where there is one.

    `changes`: it alters something, so people have to decide it; a command with `<name>` in it lacks a name that nobody
    trustworthy told.
    """

    say: str
    run: str = ""
    changes: bool = False


class Hypothesis(Model):
    """One possible cause. It cites at least one piece of evidence by id.

    `score` is in natural log-odds; `probability` (0 to 1) is against the other hypotheses and against "none of these".
    `began` is None where nobody knows; with `began_before` it began earlier than that.
    """

    name: str
    specialist: str
    title: str
    component: str
    text: str
    supports: tuple[str, ...]
    contradicts: tuple[str, ...] = ()
    score: float
    probability: float
    began: datetime | None = None
    began_before: bool = False
    check_next: str = ""
    actions: tuple[Step, ...] = ()
    prevention: tuple[str, ...] = ()


class Moment(Model):
    """One line of a timeline; `evidence` is the id of what it comes from."""

    at: datetime
    what: str
    evidence: str = ""
    before: bool = False


class Report(Model):
    """At most three hypotheses, the likeliest first, and all the evidence that was weighed.

    `verdict`: "likely" for one that stands out, "inconclusive" for several that do not, "unknown" for none.
    `check_next` says what would decide it, and is empty for a likely one.
    """

    verdict: Verdict
    hypotheses: tuple[Hypothesis, ...]
    evidence: tuple[Evidence, ...]
    timeline: tuple[Moment, ...]
    gaps: tuple[Gap, ...]
    confidence: Confidence
    check_next: str = ""

    def cited(self, hypothesis: Hypothesis) -> tuple[Evidence, ...]:
        """The evidence for a hypothesis, in order."""
        return tuple(each for each in self.evidence if each.id in hypothesis.supports)
