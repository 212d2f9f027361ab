"""The Home tab: posture in one line, what waits for its reader, what runs and comes, the worst, and health."""

from collections.abc import Iterator, Sequence

from blocks.asking import HOME_REFRESH, ask, pages
from blocks.audit import audit_line
from blocks.card import Block, Home
from blocks.charts.trend import trend_words
from blocks.elements import actions, button, context, divider, header, section
from blocks.groups import group_line, labels_of
from blocks.health import health_line
from blocks.items import listed
from blocks.marks import State, mark
from blocks.place import gap_lines, place_line
from blocks.text import date_ago, inert, one_line, plural
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
from core.home import HomeFacts
from core.item import Item
from core.posture import Posture

_WORST_GROUPS = 3
_WORST_INSTANCES = 5
SHOWN = 3
_ALL = {"instance_ids": [], "severity": "all"}


def home_view(facts: HomeFacts, fleet: Findings | None, health: Health) -> Home:
    """The whole tab for one person; `fleet` None: it is being looked at, and what was stored stands in for it."""
    blocks = [header("Fleet"), *(_posture(fleet) if fleet else _waiting(facts))]
    blocks += [section(listed(title, items, SHOWN)) for title, items in _desk(facts) if items]
    blocks += [section(f"{mark(State.UNKNOWN)} {inert(said, 300)}") for said in facts.unread]
    if fleet:
        blocks += _worst(fleet)
    if facts.audit:
        lines = "\n".join(audit_line(each) for each in facts.audit)
        blocks += [divider(), section(f"*Decided and done last*\n{lines}")]
    blocks += [divider(), section(health_line(health))]
    blocks.append(context(place_line(fleet.place) if fleet else "Read from what is stored; the fleet is being asked."))
    return Home(tuple(blocks))


def _posture(fleet: Findings) -> Iterator[Block]:
    yield section(f"{mark(findings_state(fleet))} *{inert(fleet.summary, SENTENCE)}*")
    yield section(fields=counts_fields(fleet))
    yield actions(pages("Show all findings", OPERATION, _ALL), button("Refresh", HOME_REFRESH))


def _waiting(facts: HomeFacts) -> Iterator[Block]:
    if facts.postures:
        yield section(_remembered(facts.postures, facts))
    yield section(f"{mark(State.WORKING)} Looking at the fleet …")


def _remembered(postures: Sequence[Posture], facts: HomeFacts) -> str:
    last = postures[-1]
    state = State.CRITICAL if last.critical else State.WARNING if last.high else State.GOOD
    unscanned = f"; {last.unscanned} of {plural(last.instances, 'instance')} not scanned" if last.unscanned else ""
    unknown = State.UNKNOWN if state is State.GOOD and (last.unscanned or last.partial) else state
    said = trend_words(postures) if len(postures) > 1 else plural(last.critical, "critical finding")
    return f"{mark(unknown)} *{said}, {last.high:,} high{unscanned}*, as seen {date_ago(last.at, facts.at)}"


def _desk(facts: HomeFacts) -> Iterator[tuple[str, Sequence[Item]]]:
    yield "Waits for you", facts.mine
    yield "Needs a person", facts.people_needed
    yield "Open incidents", facts.alerts
    yield "Runs now", facts.running
    yield "Waits for others", facts.others
    yield "Comes within a week", facts.next


def _worst(fleet: Findings) -> Iterator[Block]:
    labels = labels_of(fleet.instances)
    if fleet.groups:
        yield divider()
        yield section("*Mend first*")
        yield from (section(group_line(group, labels, fleet.place.region)) for group in fleet.groups[:_WORST_GROUPS])
        yield section("*Worst instances*")
        worst = by_instance(fleet)[:_WORST_INSTANCES]
        yield from (_instance(each) for each in worst if each.counts.total)
    yield from unknown_blocks(fleet)
    yield from (section(line) for line in gap_lines(fleet.partial))


def _instance(each: InstanceFindings) -> Block:
    label, only = one_line(each.instance.label), {"instance_id": each.instance.instance_id}
    return section(instance_line(each), accessory=ask(f"Analyse {label}", ANALYSE, only))
