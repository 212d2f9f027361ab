"""The card about a package with critical or known-exploited findings, and what is said in its thread."""

from collections.abc import Iterable, Sequence
from datetime import date as calendar_date

from blocks.asking import ask, pages
from blocks.card import Block, Card
from blocks.elements import actions, context, section
from blocks.marks import State, mark
from blocks.text import date, inert, plural
from core.bulletin import Bulletin, News, Sighting
from core.findings import Fix, Severity

_CHECK, _PLAN = "get_inspector_findings", "resolve_vulnerabilities_by_criticality"
_SHOWN = 5
_PLACES = 3
# What one question may name; see the limit of the same kind of argument in Slack.
_MOST_INSTANCES = 20
_WORDS = {
    "new": "New",
    "exploited": "Now known to be exploited",
    "fixable": "A fix has appeared",
    "unseen": "Not scanned any more, so nobody can tell whether it is mended",
    "seen again": "Scanned again, and still there",
    "closed": "Closed",
}


def bulletin_card(bulletin: Bulletin) -> Card:
    """What is open, worst first, what is closed struck through, and a way to plan the patch."""
    summary = headline(bulletin)
    blocks: list[Block] = [section(f"{mark(_state(bulletin))} *{summary}*")]
    if bulletin.open:
        blocks.append(section(fields=_facts(bulletin)))
    blocks += [section(_line(ids, bulletin)) for ids in _by_vulnerability(bulletin.sightings)[:_SHOWN]]
    more = len({each.vulnerability_id for each in bulletin.sightings}) - _SHOWN
    if more > 0:
        blocks.append(section(f"and {plural(more, 'more vulnerability', 'more vulnerabilities')}"))
    if bulletin.open:
        blocks.append(_buttons(bulletin))
    seen = f"first seen by the assistant {date(bulletin.opened)}, last changed {date(bulletin.looked)}"
    blocks.append(context(f"account {bulletin.account} · {bulletin.region} · {seen}"))
    return Card(summary, tuple(blocks))


def headline(bulletin: Bulletin) -> str:
    """One sentence, for the notification too."""
    name, places = inert(bulletin.package), _places(bulletin, bulletin.open or bulletin.sightings)
    if not bulletin.open:
        return f"{name}: every critical or known-exploited finding is closed on {places}"
    exploited = len({each.vulnerability_id for each in bulletin.open if each.exploited})
    critical = len({each.vulnerability_id for each in bulletin.open if each.severity is Severity.CRITICAL})
    said = [f"{critical} critical"] if critical else []
    if exploited:
        due = _earliest(bulletin.open)
        said.append(f"{exploited} known exploited{f' (due {due:%-d %b %Y})' if due else ''}")
    return f"{name} on {places}: {', '.join(said) or plural(len(bulletin.open), 'finding')}"


def news_line(bulletin: Bulletin, news: News) -> Card:
    """What happened since the last look; edits of a card notify nobody, so it is said in the thread."""
    ids = sorted({each.vulnerability_id for each in news.sightings})
    named = ", ".join(inert(each) for each in ids[:_SHOWN]) + (f" and {len(ids) - _SHOWN} more" if ids[_SHOWN:] else "")
    said = f"{_WORDS[news.kind]}: {named} on {_places(bulletin, news.sightings)}"
    return Card(said, (section(said),))


def overflow_card(bulletins: Sequence[Bulletin]) -> Card:
    """One message for the many packages that get no card of their own at once."""
    said = f"{plural(len(bulletins), 'more package')} with critical or known-exploited findings"
    lines = [f"• {headline(each)}" for each in bulletins[:_SHOWN]]
    more = len(bulletins) - _SHOWN
    body = "\n".join([*lines, *([f"and {more} more"] if more > 0 else [])])
    everything = pages("Show all findings", _CHECK, {"instance_ids": [], "severity": "all"})
    return Card(said, (section(f"{mark(State.WARNING)} *{said}*"), section(body), actions(everything)))


def _state(bulletin: Bulletin) -> State:
    if not bulletin.open:
        return State.GOOD
    return State.UNKNOWN if all(each.unseen for each in bulletin.open) else State.CRITICAL


def _facts(bulletin: Bulletin) -> list[str]:
    due, fixed = _earliest(bulletin.open), sorted({each.fixed_in for each in bulletin.open if each.fixed_in})
    fix = f"in {inert(', '.join(fixed[:2]))}" if fixed else _fix(bulletin.open)
    facts = [f"*Fix*\n{fix}"]
    if due:
        days = (bulletin.looked.date() - due).days
        late = f", {plural(days, 'day')} overdue" if days > 0 else ""
        facts.append(f"*CISA's due date*\n{due:%-d %b %Y}{late}")
    unseen = {each.instance_id for each in bulletin.open if each.unseen}
    if unseen:
        facts.append(f"*Not scanned now*\n{plural(len(unseen), 'instance')}")
    return facts


def _fix(sightings: Iterable[Sighting]) -> str:
    fixes = {each.fix for each in sightings}
    if fixes & {Fix.YES, Fix.PARTIAL}:
        return "available"
    return "none yet" if fixes == {Fix.NO} else "not known"


def _by_vulnerability(sightings: Iterable[Sighting]) -> list[list[Sighting]]:
    grouped: dict[tuple[str, bool], list[Sighting]] = {}
    for each in sightings:
        grouped.setdefault((each.vulnerability_id, each.closed is not None), []).append(each)
    return list(grouped.values())


def _line(sightings: Sequence[Sighting], bulletin: Bulletin) -> str:
    first = sightings[0]
    exploited = " · known exploited" if first.exploited else ""
    said = f"{inert(first.vulnerability_id)} · {first.severity}{exploited} · {_places(bulletin, sightings)}"
    if first.closed:
        return f"~{said}~ closed {date(first.closed)}"
    return f"{said} · not scanned now" if all(each.unseen for each in sightings) else said


def _places(bulletin: Bulletin, sightings: Iterable[Sighting]) -> str:
    ids = sorted({each.instance_id for each in sightings}, key=lambda each: bulletin.labels.get(each, each))
    names = ", ".join(inert(bulletin.labels.get(each, each)) for each in ids[:_PLACES])
    return f"{names} and {len(ids) - _PLACES} more" if len(ids) > _PLACES else names


def _earliest(sightings: Iterable[Sighting]) -> calendar_date | None:
    return min((each.due for each in sightings if each.due), default=None)


def _buttons(bulletin: Bulletin) -> Block:
    ids = list(dict.fromkeys(each.instance_id for each in bulletin.open))[:_MOST_INSTANCES]
    # What the system's package manager does not install is not patched by us: the answer says what people can do.
    label = "Plan patch" if bulletin.manager == "OS" else "What to do"
    plan = ask(label, _PLAN, {"instance_ids": ids, "criticality": "critical"}, style="primary")
    return actions(plan, pages("Show findings", _CHECK, {"instance_ids": ids, "severity": "all"}))
