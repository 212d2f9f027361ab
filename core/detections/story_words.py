"""The words of a story: what happened, who, from where, how sure, what next; read in ten seconds."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from core.detections.answer import Detection, Story, Sureness
from core.detections.event import Event, event_of
from core.detections.lineage import Lineage
from core.detections.softening import rank
from core.findings import Severity

_MOST_THINGS, _MOST_NAMES, _MOST_STEPS = 4, 3, 5
_SURE: dict[Sureness, int] = {"low": 0, "medium": 1, "high": 2}


def story(detections: Sequence[Detection], events: Sequence[Mapping[str, object]], lineage: Lineage) -> Story:
    """One story of detections that belong together, in the order in which they happened; at least one."""
    worst = max(detections, key=lambda each: (rank(each.severity), _SURE[each.confidence], -each.event_index))
    indexes = tuple(sorted({index for each in detections for index in each.event_indexes}))
    acted = [event_of(index, events[index]) for index in indexes if index < len(events)]
    times = [each.at for each in detections if each.at]
    before = (name for each in acted for name in lineage.makers(each.who.access_key, each.who.key))
    actors = _different([*before, *(each.who.actor for each in acted)]) or (worst.actor,)
    places = _different(each.source_ip for each in detections)
    sure = _sureness(detections)
    return Story(
        title=_title(worst, detections, actors),
        severity=worst.severity,
        actor=worst.actor,
        source_ips=places,
        began=min(times, default=None),
        ended=max(times, default=None),
        categories=tuple(dict.fromkeys(each.category for each in _worst_first(detections))),
        techniques=_different(each.technique for each in _worst_first(detections)),
        detections=tuple(detections),
        event_indexes=indexes,
        confidence=sure,
        summary="\n".join(_summary(detections, acted, actors, places, sure)),
        next_steps=_steps(detections),
    )


def _title(worst: Detection, detections: Sequence[Detection], actors: Sequence[str]) -> str:
    others = len({each.rule for each in detections}) - 1
    more = f", and {others} more thing{'s' if others > 1 else ''}" if others else ""
    then = f", acting as {len(actors)} identities" if len(actors) > 1 else ""
    return f"{worst.title}{more} ({actors[0]}{then})"


def _summary(
    detections: Sequence[Detection],
    acted: Sequence[Event],
    actors: Sequence[str],
    places: Sequence[str],
    sure: Sureness,
) -> list[str]:
    worst = _worst_first(detections)[0]
    return [
        f"What: {_things(detections)}.",
        f"Who: {' -> '.join(_few(actors))}{_standing(acted)}.",
        f"From: {', '.join(_few(places)) or 'no address is told'}{_agents(acted)}.",
        f"How sure: {sure}{_because(detections)}.",
        f"Why it matters: {worst.why}",
        f"Next: {worst.check[0]}",
    ]


def _things(detections: Sequence[Detection]) -> str:
    """The worst few, each with how often, without what each of them was about."""
    counts = Counter(each.title.partition(": ")[0] for each in detections)
    order = list(dict.fromkeys(each.title.partition(": ")[0] for each in _worst_first(detections)))
    shown = [f"{title} ({counts[title]} times)" if counts[title] > 1 else title for title in order[:_MOST_THINGS]]
    left = len(order) - len(shown)
    return "; ".join(shown) + (f"; and {left} more" if left else "")


def _standing(acted: Sequence[Event]) -> str:
    if any(each.who.root for each in acted):
        return ", with all rights"
    if any(each.who.tool for each in acted):
        return ", with an infrastructure tool"
    if any(each.who.instance for each in acted):
        return ", with the role of a machine"
    lasting = any(each.who.long_lived and each.who.access_key.startswith("AKIA") for each in acted)
    return ", with a long-lived key" if lasting else ""


def _agents(acted: Sequence[Event]) -> str:
    families = _different(each.agent.strip("[]").partition(" ")[0][:40] for each in acted)
    return f", with {', '.join(_few(families))}" if families else ""


def _because(detections: Sequence[Detection]) -> str:
    softened = [each.softened for each in _worst_first(detections) if each.softened]
    if len(softened) == len(detections):
        return f", as {softened[0]}"
    rules = len({each.rule for each in detections})
    return f"; {rules} different signs agree" if rules > 1 else ""


def _sureness(detections: Sequence[Detection]) -> Sureness:
    """Several grave signs of different kinds agree better than one."""
    grave = [each for each in detections if rank(each.severity) >= rank(Severity.MEDIUM)]
    best = max((grave or list(detections)), key=lambda each: _SURE[each.confidence]).confidence
    several = len({each.category for each in grave}) > 2  # noqa: PLR2004  two kinds may be one act
    return "high" if several else best


def _steps(detections: Sequence[Detection]) -> tuple[str, ...]:
    worst = _worst_first(detections)
    steps = [worst[0].check[0], *(step for each in worst for step in each.do)]
    return tuple(dict.fromkeys(steps))[:_MOST_STEPS]


def _worst_first(detections: Sequence[Detection]) -> list[Detection]:
    return sorted(detections, key=lambda each: rank(each.severity), reverse=True)


def _different(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in texts if each))


def _few(names: Sequence[str]) -> list[str]:
    left = len(names) - _MOST_NAMES
    return [*names[:_MOST_NAMES], f"{left} more"] if left > 0 else list(names)
