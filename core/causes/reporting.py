"""Makes a report of weighed evidence: what it was, how sure that is, what happened when, and what to check next."""

from collections.abc import Collection, Sequence

from core.causes.evidence import Evidence, numbered
from core.causes.hypothesis import Hypothesis, Moment, Report, Verdict
from core.causes.ranking import Scene, may_cause, ranked
from core.causes.specialist import Specialist
from core.confidence import Confidence
from core.gaps import Gap

MOST_HYPOTHESES = 3
_LIKELY = 0.5
# Natural log-odds between the first and the second, below which one look more can turn them round: two to one.
_MARGIN = 0.7
# Nobody looked: the alert's own words may be right, but nothing was measured.
_WORDS_ALONE = 0.6
_MOST_MOMENTS = 12
_CONCERNS = 0.5


def report_of(specialists: Sequence[Specialist], scene: Scene, gaps: Sequence[Gap]) -> Report:
    """The report on a scene whose evidence has no ids yet; the first specialist is the one that was asked."""
    alert, *facts = numbered((scene.alert, *scene.evidence))
    scene = Scene(alert, scene.subject, tuple(facts), scene.onset)
    found = ranked(specialists, scene)[:MOST_HYPOTHESES]
    verdict = _verdict(found)
    evidence = (alert, *facts)
    return Report(
        verdict=verdict,
        hypotheses=found,
        evidence=evidence,
        timeline=_timeline(scene, {cited for each in found for cited in each.supports}),
        gaps=tuple(dict.fromkeys(gaps)),
        confidence=_confidence(found, evidence, gaps),
        check_next=_next(verdict, found, specialists[0]),
    )


def _verdict(found: Sequence[Hypothesis]) -> Verdict:
    if not found:
        return "unknown"
    first = found[0]
    close = len(found) > 1 and first.score - found[1].score < _MARGIN
    return "inconclusive" if close or first.probability < _LIKELY else "likely"


def _next(verdict: Verdict, found: Sequence[Hypothesis], specialist: Specialist) -> str:
    if verdict == "likely":
        return ""
    checks = [each.check_next for each in found[:2] if each.check_next]
    return " ".join(dict.fromkeys(checks)) or specialist.next or "Look at what changed shortly before it began."


def _confidence(found: Sequence[Hypothesis], evidence: Sequence[Evidence], gaps: Sequence[Gap]) -> Confidence:
    if not found:
        return Confidence(value=0.0, basis="nothing that was gathered speaks for a cause")
    first = found[0]
    cited = [each for each in evidence if each.id in first.supports]
    measured = [each for each in cited if each.trust == "measured"]
    value = first.probability if measured else min(first.probability, _WORDS_ALONE)
    facts = f"{len(cited)} piece{'s' if len(cited) != 1 else ''} of evidence"
    sources = ", ".join(dict.fromkeys(each.source for each in measured)) or "words alone, nothing measured"
    parts = [f"{facts} ({sources})"]
    if first.contradicts:
        parts.append(f"{len(first.contradicts)} against it")
    failed = sum(not gap.by_choice for gap in gaps)
    if failed:
        parts.append(f"{failed} thing{'s' if failed != 1 else ''} could not be checked")
    return Confidence(value=round(value, 2), basis=", ".join(parts))


def _timeline(scene: Scene, cited: Collection[str]) -> tuple[Moment, ...]:
    """What happened when, oldest first; the newest moments where there are too many, and the onset in any case.

    What hardly concerns the alert stands there only where a cause rests on it.
    """
    facts = [
        each
        for each in (*scene.evidence, scene.alert)
        if each.first_seen and (each.strength >= _CONCERNS or each.id in cited)
    ]
    moments = [
        Moment(at=each.first_seen, what=each.said, evidence=each.id, before=each.before)
        for each in facts
        if each.first_seen
    ]
    early = {each.id for each in facts if may_cause(each, scene.onset)}
    # What came after the onset explains least.
    kept = sorted(
        moments, key=lambda one: (one.evidence != scene.alert.id, one.evidence not in early, -one.at.timestamp())
    )
    return tuple(sorted(kept[:_MOST_MOMENTS], key=lambda one: (one.at, one.evidence)))
