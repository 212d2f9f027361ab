"""One page about one instance: its sections worst first, each standing for itself."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from blocks.asking import ask
from blocks.card import Block, Card
from blocks.elements import actions, context, section
from blocks.marks import State, mark
from blocks.place import gap_lines, place_line, plain_notes
from blocks.table import Table
from blocks.text import date, inert, link, utc
from core.answers.instance import Identity, InstancePage, Reading, ScheduledEvent
from core.answers.metrics import MetricAnomaly
from core.changes import Change
from core.compliance import Standing
from core.console import instance_url
from core.instance_page import failing
from core.metrics.ranking import full_today
from core.metrics.units import said
from core.metrics.words import lasted, looks, usually

T = TypeVar("T")
SENTENCE = 500
_SHOWN = 3
_HIGH_RISK = 55
_NOT_ASKED = f"{mark(State.UNKNOWN)} could not be asked"


def instance_card(page: InstancePage) -> Card:
    """One sentence, the facts of the machine, then a block per section."""
    summary = inert(page.summary, SENTENCE)
    blocks: list[Block] = [
        section(f"{mark(_state(page))} *{summary}*"),
        section(fields=_facts(page.identity, page.place.region)),
        section(f"*Health*\n{_health(page)}"),
        section(f"*Risk*\n{_risk(page)}"),
        section(f"*Patches*\n{_patches(page)}"),
        section(f"*Unusual in the last 7 days*\n{_anomalies(page)}"),
        section(f"*Done to it in the last 7 days*\n{_events(page)}"),
        section(f"*Next window for a patch*\n{_window(page)}"),
        *(section(line) for line in gap_lines(page.partial)),
    ]
    only = {"instance_id": page.identity.instance.instance_id}
    blocks.append(
        actions(
            ask("Analyse findings", "analyze_ec2_vulnerabilities", only),
            ask("Show metrics", "get_ec2_cloudwatch_metrics", only),
            ask("Find patch windows", "analyze_optimal_patch_window", only),
        )
    )
    blocks.append(context(place_line(page.place)))
    return Card(summary, tuple(blocks))


def instance_table(page: InstancePage) -> Table:
    """One row per section, in plain words."""
    return Table(
        title=page.summary,
        columns=("section", "what is known"),
        rows=tuple((name, words or "could not be asked") for name, words in _plain(page)),
        empty="",
        notes=plain_notes(page.partial, page.place),
    )


def _state(page: InstancePage) -> State:
    trends = page.health.trends if page.health else ()
    if page.health and failing(page.health.checks):
        return State.CRITICAL
    if any(full_today(each, page.place.asked_at) for each in trends):
        return State.CRITICAL
    if page.risk and page.risk.known_exploited:
        return State.CRITICAL
    warned = (
        trends or any(each.lasts for each in page.anomalies or ()),
        page.compliance is not None and page.compliance.patches.standing is Standing.NON_COMPLIANT,
        page.risk is not None and (page.risk.risk_score or 0) >= _HIGH_RISK,
        page.identity.instance.state != "running",
    )
    if any(warned):
        return State.WARNING
    unknown = None in (page.health, page.risk, page.compliance, page.anomalies) or page.partial
    return State.UNKNOWN if unknown or (page.risk and page.risk.risk_score is None) else State.GOOD


def _facts(identity: Identity, region: str) -> list[str]:
    instance = identity.instance
    place = link(instance_url(instance.instance_id, region), instance.instance_id)
    tags = ", ".join(inert(word) for word in (instance.environment, instance.tags.get("Role", "")) if word)
    owner = inert(instance.tags.get("Owner", ""))
    launched = date(instance.launched) if instance.launched else "unknown"
    return [
        f"*Instance*\n{place}",
        f"*Type, zone*\n{inert(instance.instance_type)}, {inert(instance.availability_zone)}",
        f"*System*\n{inert(identity.system) or 'unknown'}, {_managed(identity)}",
        f"*Environment, role*\n{tags or 'no tags'}",
        f"*Owner*\n{owner or 'no tag'}",
        f"*Running since*\n{launched}",
    ]


def _managed(identity: Identity) -> str:
    if identity.managed is None:
        return "not known whether managed"
    if not identity.managed:
        return "not managed by Systems Manager"
    return "managed" if identity.online else "managed, but its agent is silent"


def _health(page: InstancePage) -> str:
    health = page.health
    if health is None:
        return _NOT_ASKED
    readings = [each for each in health.readings if each.usual_low is not None] or list(health.readings)
    lines = [inert(health.words, SENTENCE), *(_reading(each) for each in readings[:_SHOWN])]
    return "\n".join([*lines, *(_scheduled(each) for each in health.scheduled)])


def _scheduled(event: ScheduledEvent) -> str:
    begins = f", from {date(event.not_before)}" if event.not_before else ""
    return f"• scheduled by AWS: {inert(event.what, 150)}{begins}"


def _reading(each: Reading) -> str:
    usual = ""
    if each.usual_low is not None and each.usual_high is not None:
        usual = f" (usual {said(each.usual_low, each.unit)} to {said(each.usual_high, each.unit)})"
    return f"• {inert(each.label)} {said(each.now, each.unit)}{usual}"


def _risk(page: InstancePage) -> str:
    if page.risk is None:
        return _NOT_ASKED
    first = [f"{number}. {inert(action, 150)}" for number, action in enumerate(page.risk.first, start=1)]
    return "\n".join([inert(page.risk.words, 200), *first])


def _patches(page: InstancePage) -> str:
    if page.compliance is None:
        return _NOT_ASKED
    late = [each for each in page.compliance.worst if each.overdue]
    lines = [f"• {inert(each.name, 100)} ({each.rating}) was due {date(each.due)}" for each in late]
    return "\n".join([inert(page.compliance.words, 300), *lines])


def _anomalies(page: InstancePage) -> str:
    if page.anomalies is None:
        return _NOT_ASKED
    if _unmeasured(page):
        return f"{mark(State.UNKNOWN)} not known: nothing was measured"
    return _some([_anomaly(each) for each in page.anomalies]) or "nothing in the metrics that are measured"


def _unmeasured(page: InstancePage) -> bool:
    return page.health is not None and not page.health.readings


def _anomaly(each: MetricAnomaly) -> str:
    what = " ".join(part for part in (inert(looks(each)), usually(each)) if part)
    return f"{what}, from {date(each.start)} {inert(lasted(each), 150)} · confidence {each.confidence.word}"


def _events(page: InstancePage) -> str:
    if page.recent_events is None:
        return _NOT_ASKED
    told = [f"{date(each.at)} {inert(each.what, 150)} (by {inert(each.by)})" for each in page.recent_events]
    return _some(told) or "nothing that CloudTrail tells"


def _some(lines: Sequence[str]) -> str:
    """The first few, each on its line, and how many more there are."""
    more = len(lines) - _SHOWN
    return "\n".join([*(f"• {line}" for line in lines[:_SHOWN]), *([f"and {more} more"] if more > 0 else [])])


def _window(page: InstancePage) -> str:
    if page.next_window is None:
        return _NOT_ASKED
    best = page.next_window.window
    if best is None:
        return f"{mark(State.UNKNOWN)} {inert(page.next_window.words, 300)}"
    return f"{date(best.start)} · {inert(page.next_window.words, 200)} · confidence {best.confidence.word}"


def _plain(page: InstancePage) -> Iterator[tuple[str, str]]:
    identity, instance = page.identity, page.identity.instance
    yield (
        "instance",
        f"{instance.instance_id}, {instance.instance_type}, {instance.availability_zone}, {instance.state}",
    )
    yield "system", f"{identity.system or 'unknown'}, {_managed(identity)}"
    yield "health", page.health.words if page.health else ""
    yield "risk", page.risk.words if page.risk else ""
    yield "first", "; ".join(page.risk.first) or "nothing" if page.risk else ""
    yield "patches", page.compliance.words if page.compliance else ""
    unusual = _list(page.anomalies, _plain_anomaly)
    yield "unusual (7 days)", "not known: nothing was measured" if unusual and _unmeasured(page) else unusual
    yield "done to it (7 days)", _list(page.recent_events, _plain_event)
    yield "next window", page.next_window.words if page.next_window else ""


def _list(items: Sequence[T] | None, words: Callable[[T], str]) -> str:
    if items is None:
        return ""
    more = [f"and {len(items) - _SHOWN} more"] if len(items) > _SHOWN else []
    return "; ".join([*map(words, items[:_SHOWN]), *more]) or "nothing"


def _plain_anomaly(each: MetricAnomaly) -> str:
    return f"{looks(each)} from {utc(each.start)} {lasted(each)}"


def _plain_event(each: Change) -> str:
    return f"{utc(each.at)} {each.what}"
