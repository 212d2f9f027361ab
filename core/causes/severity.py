"""How bad an alert is by what was found; never less than was sent, since a stranger may write "harmless"."""

from core.alerts.scale import AlertLevel, rank
from core.causes.hypothesis import Hypothesis, Report
from core.causes.specialist import Cause, Specialist


def judged_severity(sent: AlertLevel, report: Report, specialists: tuple[Specialist, ...]) -> tuple[AlertLevel, str]:
    """The level and, in half a sentence, why."""
    first = report.hypotheses[0] if report.hypotheses and report.verdict == "likely" else None
    cause = cause_of(first, specialists) if first else None
    if first is None or cause is None or cause.severity is AlertLevel.UNKNOWN:
        return sent, "as it was sent" if sent is not AlertLevel.UNKNOWN else "nobody said, and no cause stands out"
    measured = any(each.trust == "measured" for each in report.cited(first))
    nobody_said = sent is AlertLevel.UNKNOWN
    # What nobody judged ranks between high and medium: only a measurement may say that it is less.
    if rank(cause.severity) >= rank(sent) and not (nobody_said and measured):
        return sent, "as it was sent" if not nobody_said else "nobody said, and nothing was measured"
    if not measured and not nobody_said:
        return sent, f"as it was sent; nothing measured says that it is {cause.severity.value}"
    return cause.severity, f"{cause.title[:1].lower()}{cause.title[1:]} is {cause.severity.value}"


def cause_of(hypothesis: Hypothesis, specialists: tuple[Specialist, ...]) -> Cause | None:
    """What a specialist's file says of a hypothesis."""
    named = (each for one in specialists if one.name == hypothesis.specialist for each in one.causes)
    return next((each for each in named if each.name == hypothesis.name), None)
