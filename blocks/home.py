"""The Home tab: posture in one line, then the worst, then what is unknown, then the assistant's own health."""

from blocks.asking import HOME_REFRESH, ask, pages
from blocks.card import Block, Home
from blocks.elements import actions, button, context, divider, header, section
from blocks.groups import group_line, labels_of
from blocks.health import health_line
from blocks.marks import State, mark
from blocks.place import gap_lines, place_line
from blocks.text import inert, one_line
from blocks.vuln_check import (
    ANALYSE,
    OPERATION,
    SENTENCE,
    by_instance,
    counts_fields,
    findings_state,
    instance_line,
    unknown_blocks,
)
from core.answers.health import Health
from core.answers.vuln_check import Findings, InstanceFindings

_WORST_GROUPS = 3
_WORST_INSTANCES = 5


def waiting_home() -> Home:
    """While the fleet is being looked at."""
    return Home((header("Fleet"), section(f"{mark(State.WORKING)} Looking at the fleet …")))


def home_view(fleet: Findings, health: Health) -> Home:
    """The whole tab for one person."""
    labels = labels_of(fleet.instances)
    every = {"instance_ids": [], "severity": "all"}
    blocks = [
        header("Fleet"),
        section(f"{mark(findings_state(fleet))} *{inert(fleet.summary, SENTENCE)}*"),
        section(fields=counts_fields(fleet)),
        actions(pages("Show all findings", OPERATION, every), button("Refresh", HOME_REFRESH)),
        divider(),
    ]
    if fleet.groups:
        blocks.append(section("*Mend first*"))
        blocks += [section(group_line(group, labels, fleet.place.region)) for group in fleet.groups[:_WORST_GROUPS]]
        blocks += [divider(), section("*Worst instances*")]
        blocks += [_instance(each) for each in by_instance(fleet)[:_WORST_INSTANCES] if each.counts.total]
    blocks += unknown_blocks(fleet)
    blocks += [section(line) for line in gap_lines(fleet.partial)]
    blocks += [divider(), section(health_line(health)), context(place_line(fleet.place))]
    return Home(tuple(blocks))


def _instance(each: InstanceFindings) -> Block:
    label, only = one_line(each.instance.label), {"instance_id": each.instance.instance_id}
    return section(instance_line(each), accessory=ask(f"Analyse {label}", ANALYSE, only))
