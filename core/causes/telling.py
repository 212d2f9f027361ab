"""A report in words: what people are told first, what it costs whom, and what they should do."""

from collections.abc import Sequence
from datetime import datetime

from core.causes.evidence import Evidence
from core.causes.hypothesis import Hypothesis, Report, Step

_MOST_IMPACTS = 3
_MOST_STEPS = 6


def root_cause(report: Report) -> str:
    """The cause in a few sentences, or that none stands out."""
    if report.verdict == "unknown" or not report.hypotheses:
        return "No cause stands out from what could be gathered."
    first = report.hypotheses[0]
    if report.verdict == "likely":
        return first.text
    named = " or ".join(_lower(each.title) for each in report.hypotheses[:2])
    more = "" if first.text.rstrip(".") == first.title else f" {first.text}"
    return f"Inconclusive: it may be {named}.{more}"


def immediate_actions(report: Report) -> tuple[Step, ...]:
    """What to do now: of an inconclusive report first what decides it, and nothing yet that changes something."""
    steps: list[Step] = []
    if report.check_next:
        steps.append(Step(say=report.check_next))
    if report.verdict == "likely":
        steps += report.hypotheses[0].actions
    else:
        steps += [step for each in report.hypotheses[:2] for step in each.actions if not step.changes]
    once = {(step.say, step.run): step for step in steps}
    return tuple(once.values())[:_MOST_STEPS]


def prevention(report: Report) -> tuple[str, ...]:
    """What keeps it from coming back; nothing while the cause is not known."""
    return report.hypotheses[0].prevention if report.verdict == "likely" else ()


def impact(report: Report, service: str, costs: str, things: int) -> str:
    """What is lost, by whom: what was measured or told of it, then what such a cause costs, or that nobody knows."""
    of = service or "What the alert names"
    many = f" {things} things are affected." if things > 1 else ""
    facts = sorted(_telling(report), key=lambda each: each.trust != "measured")[:_MOST_IMPACTS]
    said = " ".join(dict.fromkeys((*(each.said for each in facts), *([costs] if costs else []))))
    return f"{of}: {said or 'nothing that was gathered says what people lose.'}{many}"


def _telling(report: Report) -> list[Evidence]:
    """Facts about losses; of a likely cause only its own, since other troubles are none of this alert's."""
    cited = report.hypotheses[0].supports if report.verdict == "likely" else None
    return [each for each in report.evidence if each.impact and (cited is None or each.id in cited)]


def since(evidence: Sequence[Evidence], alarmed_at: datetime | None) -> datetime | None:
    """When it began: the earliest impact that was measured, else when the alert came."""
    begun = [each.first_seen for each in evidence if each.impact and each.trust == "measured" and each.first_seen]
    return min((*begun, *([alarmed_at] if alarmed_at else [])), default=None)


def headline(title: str, service: str, report: Report) -> str:
    """One sentence for a notification: `orders-db: an exhausted connection pool (fair, 0.60)`."""
    subject = service or title
    if report.verdict == "unknown" or not report.hypotheses:
        return f"{subject}: no cause stands out"
    found = report.hypotheses[0]
    sure = f"{report.confidence.word} confidence, {report.confidence.value:.2f}"
    if report.verdict == "likely":
        return f"{subject}: {_lower(found.title)} ({sure})"
    return f"{subject}: inconclusive, {_either(report.hypotheses)}"


def _either(found: Sequence[Hypothesis]) -> str:
    return " or ".join(_lower(each.title) for each in found[:2])


def _lower(title: str) -> str:
    """A title within a sentence; abbreviations stay as they are."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
