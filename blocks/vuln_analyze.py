"""The judged vulnerabilities of one instance."""

from blocks.asking import pages, share
from blocks.card import Block, Card
from blocks.elements import actions, context, section
from blocks.groups import group_line, labels_of, small_print
from blocks.marks import State, mark
from blocks.place import gap_lines, plain_notes
from blocks.table import Table
from blocks.text import inert, link
from core.answers.vuln_analyze import Remedy, VulnerabilityAnalysis
from core.console import instance_url
from core.risk import Priority
from core.summaries import coverage_reason

OPERATION = "analyze_ec2_vulnerabilities"
SHOWN = 5
SENTENCE = 500  # a name of 255 characters, what is said of it, and what to do first


def analysis_card(answer: VulnerabilityAnalysis) -> Card:
    """The score with its reason, the facts of the machine, and what to mend first."""
    labels = labels_of([answer.subject])
    region = answer.place.region
    summary = inert(answer.summary, SENTENCE)
    blocks: list[Block] = [
        section(f"{mark(_state(answer))} *{summary}*"),
        section(fields=_facts(answer)),
    ]
    for number, remedy in enumerate(answer.remediation_priority[:SHOWN], start=1):
        blocks.append(section(f"*{number}. {inert(remedy.action, 200)}*\n{group_line(remedy.group, labels, region)}"))
    more = len(answer.remediation_priority) - SHOWN
    if more > 0:
        blocks.append(section(f"and {more} more, less urgent"))
    blocks += [section(line) for line in gap_lines(answer.partial)]
    if answer.remediation_priority:
        only = {"instance_ids": [answer.subject.instance.instance_id], "severity": "all"}
        all_of = pages(f"Show all {len(answer.remediation_priority)}", "get_inspector_findings", only)
        again = share("Post to channel", OPERATION, {"instance_id": answer.subject.instance.instance_id})
        blocks.append(actions(all_of, again))
    groups = [remedy.group for remedy in answer.remediation_priority]
    blocks.append(context(*small_print(groups, answer.place)))
    return Card(summary, tuple(blocks))


def remedies_table(answer: VulnerabilityAnalysis) -> Table:
    """One row per thing to do, first things first."""
    return Table(
        title=answer.summary,
        columns=("priority", "do", "closes", "why"),
        rows=tuple(_row(remedy) for remedy in answer.remediation_priority),
        empty="Nothing to mend." if answer.risk_score is not None else "Unknown: Inspector does not cover it.",
        notes=plain_notes(answer.partial, answer.place),
    )


def _row(remedy: Remedy) -> tuple[str, str, str, str]:
    return (remedy.priority, remedy.action, str(remedy.closes), "; ".join(remedy.group.why))


def _state(answer: VulnerabilityAnalysis) -> State:
    if answer.subject.unknown and not answer.vulnerabilities:
        return State.UNKNOWN
    if not answer.remediation_priority:
        return State.UNKNOWN if answer.partial else State.GOOD
    return State.CRITICAL if answer.remediation_priority[0].priority == Priority.P0 else State.WARNING


def _facts(answer: VulnerabilityAnalysis) -> list[str]:
    instance = answer.subject.instance
    score = "unknown" if answer.risk_score is None else f"{answer.risk_score} of 100"
    exposed = {True: "yes", False: "no", None: "unknown"}[instance.exposed]
    scanned = f"no: {inert(coverage_reason(answer.subject))}" if answer.subject.unknown else "yes"
    place = link(instance_url(instance.instance_id, answer.place.region), instance.instance_id)
    tags = ", ".join(inert(word) for word in (instance.environment, instance.tags.get("Role", "")) if word)
    return [
        f"*Risk*\n{score}",
        f"*Instance*\n{place}",
        f"*Reachable from the internet*\n{exposed}",
        f"*Scanned by Inspector*\n{scanned}",
        f"*System*\n{inert(instance.platform) or 'unknown'}",
        f"*Environment, role*\n{tags or 'no tags'}",
    ]
