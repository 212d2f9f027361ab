"""Weighs hypotheses: what is usual, what speaks for and against each, and what came when.

A score is a sum of natural log-odds: the cause's prior, the weight of each kind of evidence for it (several facts of
one kind count once, the surest), that of changes fading with their distance to the onset, minus what contradicts it.
The weights are set by hand from experience with such failures and stand in the specialists' files.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp

from core.causes.evidence import Evidence
from core.causes.filling import filled, step_of, values_of
from core.causes.grounding import only_grounded
from core.causes.hypothesis import Hypothesis
from core.causes.specialist import Cause, Specialist

# A value stands for the period that begins with it, and clocks differ: so much later is not later.
SLACK = timedelta(minutes=5)
_FADING = timedelta(minutes=15)
# Confirmed causes of earlier incidents come as evidence of this kind, with the cause's name after the colon.
REMEMBERED = "remembered:"
_REMEMBERED_WEIGHT = 1.5
# Whose causes belong to every alert.
COMMON = "common"
# A router is right about four times in five.
_NOT_ASKED = -1.4


@dataclass(frozen=True, slots=True)
class Scene:
    """What is weighed: the alert as evidence, what its fields say it is about, all that was gathered, and the onset.

    `onset` is when the effect began, None where that is not known.
    """

    alert: Evidence
    subject: Evidence
    evidence: tuple[Evidence, ...]
    onset: datetime | None


@dataclass(frozen=True, slots=True)
class _Weighed:
    cause: Cause
    score: float
    supports: tuple[Evidence, ...]
    contradicts: tuple[Evidence, ...]


def ranked(specialists: Sequence[Specialist], scene: Scene) -> tuple[Hypothesis, ...]:
    """The causes that at least one piece of evidence speaks for, the likeliest first.

    Every specialist's causes are weighed, since a router can be wrong; those of the first, who was asked, and of whom
    it builds upon, start ahead of the others.
    """
    asked = {each.name for each in specialists[:1]} | {each.base for each in specialists[:1]} | {COMMON}
    weighed = [
        (specialist, each)
        for specialist in specialists
        for cause in specialist.causes
        if (each := _weighed(cause, scene, 0.0 if specialist.name in asked else _NOT_ASKED)).supports
    ]
    # "None of these" takes part with even odds, so that a lone weak cause is not made sure by having no rival.
    total = 1.0 + sum(exp(each.score) for _, each in weighed)
    found = [_hypothesis(each, scene, specialist, exp(each.score) / total) for specialist, each in weighed]
    return tuple(sorted(found, key=lambda one: (-one.score, one.name)))


def may_cause(fact: Evidence, onset: datetime | None) -> bool:
    """Whether a fact can be a cause: not when what it tells of began after the effect."""
    return fact.first_seen is None or onset is None or fact.first_seen <= onset + SLACK


def closeness(fact: Evidence, onset: datetime | None) -> float:
    """How close before the onset a change was: 1 at once, and an e-th for each quarter of an hour."""
    if fact.first_seen is None or onset is None:
        return exp(-1.0)
    return exp(-max(timedelta(), onset - fact.first_seen) / _FADING)


def _weighed(cause: Cause, scene: Scene, prior: float) -> _Weighed:
    timely = [each for each in scene.evidence if may_cause(each, scene.onset)]
    supporting = _surest(each for each in timely if each.kind in cause.supports)
    helping = _surest(each for each in timely if each.kind in cause.helps)
    changes = _closest((each for each in timely if each.kind in cause.after), scene.onset)
    against = _surest(each for each in scene.evidence if each.kind in cause.contradicts)
    remembered = [each for each in scene.evidence if each.kind == REMEMBERED + cause.name]
    score = (
        prior
        + cause.prior
        + sum(cause.supports[each.kind] * each.strength for each in supporting)
        + sum(cause.helps[each.kind] * each.strength for each in helping)
        + sum(cause.after[each.kind] * closeness(each, scene.onset) * each.strength for each in changes)
        + (_REMEMBERED_WEIGHT if remembered else 0.0)
        - sum(cause.contradicts[each.kind] * each.strength for each in against)
    )
    # What happened once is no evidence that it happens now: it only adds to what speaks for itself.
    # Whose values come first are those of the text and of its commands.
    facts = sorted((*supporting, *changes), key=_doubt)
    return _Weighed(cause, score, (*facts, *helping, *remembered) if facts else (), tuple(against))


def _doubt(fact: Evidence) -> tuple[bool, float]:
    """Less for the surer of two facts."""
    return (fact.trust != "measured", -fact.strength)


def _surest(facts: Iterable[Evidence]) -> list[Evidence]:
    """Of each kind the surest fact, a measured one before one that was told."""
    best: dict[str, Evidence] = {}
    for each in sorted(facts, key=_doubt):
        best.setdefault(each.kind, each)
    return list(best.values())


def _closest(facts: Iterable[Evidence], onset: datetime | None) -> list[Evidence]:
    best: dict[str, Evidence] = {}
    for each in sorted(facts, key=lambda one: -closeness(one, onset) * one.strength):
        best.setdefault(each.kind, each)
    return list(best.values())


def _hypothesis(weighed: _Weighed, scene: Scene, specialist: Specialist, probability: float) -> Hypothesis:
    """The hypothesis in words that its evidence bears out; its title alone where not one sentence is left."""
    cause = weighed.cause
    cited = (*weighed.supports, scene.subject, scene.alert)
    values = values_of(cited)
    said = " ".join(sentence for each in cause.text if (sentence := filled(each, values)))
    text = only_grounded(said, (each.words for each in cited), specialist.vocabulary)
    began = _began(weighed.supports)
    return Hypothesis(
        name=cause.name,
        specialist=specialist.name,
        title=cause.title,
        component=next((each.component for each in cited if each.component), ""),
        text=text or f"{cause.title}.",
        supports=tuple(each.id for each in weighed.supports),
        contradicts=tuple(each.id for each in weighed.contradicts),
        score=round(weighed.score, 3),
        probability=round(probability, 3),
        began=began.first_seen if began else None,
        began_before=bool(began and began.before),
        check_next=cause.check,
        actions=tuple(step_of(each, cited) for each in cause.actions),
        prevention=cause.prevention,
    )


def _began(supports: Sequence[Evidence]) -> Evidence | None:
    dated = [(each.first_seen, place, each) for place, each in enumerate(supports) if each.first_seen]
    return min(dated)[2] if dated else None
