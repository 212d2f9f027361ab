"""The findings of a fleet or of some instances: the card, the pages of the whole list, and the table."""

from collections.abc import Mapping
from math import ceil

from blocks.asking import ask, pages, share, turn
from blocks.card import Block, Card, Modal
from blocks.elements import actions, context, divider, section
from blocks.groups import group_line, labels_of, small_print
from blocks.marks import State, mark
from blocks.place import gap_lines, place_line, plain_notes
from blocks.table import Table
from blocks.text import inert, one_line, plural
from core.answers.vuln_check import Findings, InstanceFindings
from core.findings import Severity
from core.risk import Priority
from core.summaries import coverage_reason

OPERATION = "get_inspector_findings"
ANALYSE = "analyze_ec2_vulnerabilities"
SHOWN = 5
PER_PAGE = 10
SENTENCE = 400  # a name of 255 characters and what is said of it
NONE = "\N{EN DASH}"
_UNKNOWN_SHOWN = 5
_INSTANCES_SHOWN = 30


def findings_card(answer: Findings) -> Card:
    """The worst five groups, the counts, what is unknown, and what can be done next."""
    labels = labels_of(answer.instances)
    summary = inert(answer.summary, SENTENCE)
    blocks: list[Block] = [section(f"{mark(findings_state(answer))} *{summary}*")]
    if len(answer.asked_for) != 1 or answer.counts.total:
        blocks.append(section(fields=counts_fields(answer)))
    for group in answer.groups[:SHOWN]:
        worst = group.instance_ids[0]
        analyse = ask(f"Analyse {one_line(labels.get(worst, worst))}", ANALYSE, _only(worst))
        blocks.append(section(group_line(group, labels, answer.place.region), accessory=analyse))
    blocks += unknown_blocks(answer)
    blocks += [section(line) for line in gap_lines(answer.partial)]
    if answer.groups:
        blocks.append(actions(*_buttons(answer)))
    blocks.append(context(*small_print(answer.groups, answer.place)))
    return Card(summary, tuple(blocks))


def findings_pages(answer: Findings, page: int) -> Modal:
    """Page `page` (from 0) of all groups; a page beyond the last is the last."""
    labels = labels_of(answer.instances)
    last = max(0, ceil(len(answer.groups) / PER_PAGE) - 1)
    page = min(max(page, 0), last)
    groups = answer.groups[page * PER_PAGE : (page + 1) * PER_PAGE]
    blocks: list[Block] = [section(f"*{inert(answer.summary, SENTENCE)}*"), divider()]
    blocks += [section(group_line(group, labels, answer.place.region)) for group in groups]
    blocks += unknown_blocks(answer)
    blocks += [section(line) for line in gap_lines(answer.partial)]
    turns = [turn("Previous page", page - 1)] if page else []
    turns += [turn("Next page", page + 1)] if page < last else []
    if turns:
        blocks.append(actions(*turns))
    blocks.append(
        context(f"Page {page + 1} of {last + 1}, {plural(len(answer.groups), 'package')}", place_line(answer.place))
    )
    return Modal(title="All findings", blocks=tuple(blocks), callback_id="pages")


def findings_thread(answer: Findings) -> Card:
    """The instances with their counts, the worst first: what opens the thread below a posted card."""
    counted = [each for each in by_instance(answer) if each.counts.total]
    lines = [instance_line(each) for each in counted[:_INSTANCES_SHOWN]]
    more = len(counted) - _INSTANCES_SHOWN
    lines += [f"and {more:,} more instances"] if more > 0 else []
    text = "\n".join(["*Findings by instance*", *(lines or ["none"])])
    return Card("Findings by instance", (section(text), context(place_line(answer.place))))


def instance_line(each: InstanceFindings) -> str:
    """`*web-1*  4 critical, 9 high, 31 in all`."""
    counts = each.counts
    name = inert(each.instance.label)
    return f"*{name}*  {counts.critical:,} critical, {counts.high:,} high, {counts.total:,} in all"


def findings_table(answer: Findings) -> Table:
    """One row per finding, worst first."""
    labels = labels_of(answer.instances)
    return Table(
        title=answer.summary,
        columns=("severity", "score", "EPSS", "vulnerability", "instance", "package", "fixed in", "known exploited"),
        rows=tuple(
            (
                finding.severity.value,
                f"{finding.score:.1f}" if finding.score is not None else NONE,
                f"{finding.epss:.2f}" if finding.epss is not None else NONE,
                finding.vulnerability_id,
                labels.get(finding.instance_id, finding.instance_id),
                finding.packages[0].name if finding.packages else NONE,
                (finding.packages[0].fixed_in if finding.packages else "") or NONE,
                _exploited_word(finding.known_exploited is not None, finding.facts_known),
            )
            for finding in answer.findings
        ),
        empty="Nothing is known." if answer.unknown or answer.partial else "No findings.",
        notes=(*_unknown_notes(answer), *plain_notes(answer.partial, answer.place)),
    )


def _unknown_notes(answer: Findings) -> list[str]:
    return [f"Unknown: {each.instance.label}, because {coverage_reason(each)}." for each in answer.unknown]


def _exploited_word(known_exploited: bool, facts_known: bool) -> str:  # noqa: FBT001  a two-way table, not options
    if known_exploited:
        return "yes"
    return "no" if facts_known else "unknown"


def findings_state(answer: Findings) -> State:
    """The mark of the whole answer; nothing known is never good."""
    if any(group.priority is Priority.P0 for group in answer.groups) or answer.critical_count:
        return State.CRITICAL
    if answer.counts.total:
        return State.WARNING
    return State.UNKNOWN if answer.unknown or answer.partial else State.GOOD


def counts_fields(answer: Findings) -> list[str]:
    """The numbers that decide, as fields."""
    counts = answer.counts
    untriaged = sum(finding.severity is Severity.UNTRIAGED for finding in answer.findings)
    other = f"{counts.other:,}" + (f" ({untriaged:,} not judged yet)" if untriaged else "")
    return [
        f"*Critical*\n{counts.critical:,}",
        f"*High*\n{counts.high:,}",
        f"*Medium*\n{counts.medium:,}",
        f"*Low and other*\n{other}",
        f"*Known exploited*\n{_exploited_words(answer)}",
        f"*Instances scanned*\n{len(answer.instances) - len(answer.unknown)} of {len(answer.instances)}",
    ]


def _exploited_words(answer: Findings) -> str:
    """How many, as far as that is known: none that was told is not none."""
    untold = not all(finding.facts_known for finding in answer.findings)
    if not answer.known_exploited_count:
        return "unknown" if untold else "none known"
    said = plural(answer.known_exploited_count, "vulnerability", "vulnerabilities")
    return f"at least {said}" if untold else said


def unknown_blocks(answer: Findings) -> list[Block]:
    """Which instances nothing is known of, and why; nothing when there are none."""
    if not answer.unknown:
        return []
    head = f"{mark(State.UNKNOWN)} *Unknown: {len(answer.unknown)} of {plural(len(answer.instances), 'instance')}.*"
    lines = [
        f"{inert(each.instance.label)}: {inert(coverage_reason(each))}" for each in answer.unknown[:_UNKNOWN_SHOWN]
    ]
    more = len(answer.unknown) - _UNKNOWN_SHOWN
    lines += [f"and {more} more"] if more > 0 else []
    return [section("\n".join([head, *lines]))]


def _buttons(answer: Findings) -> list[dict[str, object]]:
    arguments: Mapping[str, object] = {"instance_ids": answer.asked_for, "severity": answer.severity}
    return [
        pages(f"Show all {len(answer.groups)}", OPERATION, arguments),
        share("Post to channel", OPERATION, arguments),
    ]


def _only(instance_id: str) -> dict[str, str]:
    return {"instance_id": instance_id}


def by_instance(answer: Findings) -> tuple[InstanceFindings, ...]:
    """The instances of an answer, the worst first."""
    return tuple(
        sorted(answer.instances, key=lambda each: (-each.counts.critical, -each.counts.high, each.instance.label))
    )
