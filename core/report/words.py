"""The sentences of a report that an engineering manager can read."""

from collections.abc import Sequence
from datetime import date

from core.answers.report import ActionKind, ExploitedRow, Figures, Recommendation, Trend
from core.findings import SeverityCounts
from core.report.versions import brief
from core.summaries import counted, severities

_FIRST = 3
_LITTLE = 0.01


def headline(figures: Figures, counts: SeverityCounts) -> str:
    """For notifications: `12 instances: 4 critical and 9 high findings, 1 known exploited, 7 overdue`."""
    said = f"{counted(figures.instances, 'instance')}: {severities(counts)}"
    said += f", {figures.known_exploited:,} known exploited" if figures.known_exploited else ""
    said += f", {figures.overdue:,} overdue" if figures.overdue else ""
    if figures.unknown_instances:
        said += f"; {figures.unknown_instances:,} not scanned"
    return f"{said}; partial" if figures.partial else said


def executive_summary(
    figures: Figures,
    exploited: Sequence[ExploitedRow],
    actions: Sequence[Recommendation],
    trend: Trend,
    facts_missing: int,
) -> tuple[str, str, str]:
    """How it stands, what to do first, and how far these numbers can be trusted."""
    return (
        _standing(figures, exploited, trend),
        _first(actions, figures),
        _trust(figures, facts_missing),
    )


def _standing(figures: Figures, exploited: Sequence[ExploitedRow], trend: Trend) -> str:
    least = "at least " if figures.partial else ""
    carry = "carries" if figures.instances == 1 else "carry"
    fleet = counted(figures.instances, "instance").capitalize()
    said = f"{fleet} {carry} {least}{counted(figures.findings, 'open finding')}"
    said += f", {figures.critical:,} of them critical" if figures.critical else ""
    said += f" and {figures.overdue:,} past their deadline" if figures.overdue else ""
    if figures.known_exploited:
        late = sum(row.overdue_days > 0 for row in exploited)
        are = "is" if figures.known_exploited == 1 else "are"
        said += f"; {_many(figures.known_exploited)} {are} known to be exploited"
        said += f", {late:,} past CISA's date" if late else ""
    return f"{said}{_since(figures, trend)}."


def _since(figures: Figures, trend: Trend) -> str:
    if trend.since is None:
        return ""
    by = figures.findings - trend.since.findings
    than = "as" if not by else "than"
    return f"; {change(by, 'finding')} {than} on {day(trend.since.made_at.date())}"


def change(by: int, noun: str) -> str:
    """`312 findings fewer`, `1 finding more`, `as many findings`."""
    if not by:
        return f"as many {noun}s"
    return f"{counted(abs(by), noun)} {'more' if by > 0 else 'fewer'}"


def _first(actions: Sequence[Recommendation], figures: Figures) -> str:
    ranked = [each for each in actions if each.risk_share is not None]
    if not ranked:
        if figures.findings or figures.partial or figures.unknown_instances:
            return "Nothing can be recommended before more is known."
        return "There is nothing to mend."
    first = ranked[0]
    begin = f"Begin with this: {_shortly(first)}, which {first.effect}"
    if len(ranked) == 1:
        return f"{begin}."
    share = sum(each.risk_share or 0 for each in ranked[:_FIRST])
    head = f"the first {min(_FIRST, len(ranked))} of {len(actions):,} actions"
    return f"{begin}; {head} address {percent(share)} of the risk."


def _shortly(each: Recommendation) -> str:
    """The action without its versions, which stand in the list."""
    if each.kind in {ActionKind.SYSTEM, ActionKind.LIBRARY}:
        return f"upgrade {brief(each.package)} on {counted(each.instance_count, 'instance')}"
    return f"{each.action[0].lower()}{each.action[1:]}"


def _trust(figures: Figures, facts_missing: int) -> str:
    said = []
    if figures.unknown_instances:
        said.append(f"{counted(figures.unknown_instances, 'instance')} not scanned")
    if facts_missing:
        said.append(f"{_many(facts_missing)} not checked for exploitation")
    if figures.partial:
        said.append("parts that AWS did not tell")
    if said:
        return f"Not in these numbers: {'; '.join(said)}; the true figures can only be higher."
    return "Every instance is scanned and every finding was read."


def _many(count: int) -> str:
    return "1 vulnerability" if count == 1 else f"{count:,} vulnerabilities"


def percent(share: float) -> str:
    """`41 %`; a little is never shown as nothing, nor almost all as all."""
    if 0 < share < _LITTLE:
        return "less than 1 %"
    return f"{min(share * 100, 99 if share < 1 else 100):.0f} %"


def day(when: date) -> str:
    """`24 Nov 2026`."""
    return f"{when:%-d %b %Y}"
