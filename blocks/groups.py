"""One group of findings as a few lines: what, where, how urgent and why."""

from collections.abc import Collection, Iterable, Mapping

from blocks.place import place_line
from blocks.text import inert, link, plural
from core.answers.vuln_check import InstanceFindings
from core.console import finding_url
from core.place import Place
from core.risk import Group

_TIERS = "P0 exploited in the wild · P1 likely to be, here · P2 severe · P3 the rest"
_PLACES_SHOWN = 3
_IDS_SHOWN = 3


def labels_of(instances: Iterable[InstanceFindings]) -> dict[str, str]:
    """What people call each instance, by id."""
    return {each.instance.instance_id: each.instance.label for each in instances}


def group_line(group: Group, labels: Mapping[str, str], region: str) -> str:
    """Three lines: priority and package, the vulnerabilities, the reasons."""
    places = _some([inert(labels.get(each, each)) for each in group.instance_ids], _PLACES_SHOWN)
    head = f"*{group.priority} · {inert(group.package)}* {inert(group.installed)} on {places}"
    ids = _some([inert(each) for each in group.vulnerability_ids], _IDS_SHOWN)
    what = f"{group.severity.capitalize()}, {plural(group.finding_count, 'finding')}: {ids} ({_proof(group, region)})"
    return f"{head}\n{what}\n{'; '.join(inert(reason, 120) for reason in group.why)}"


def small_print(groups: Collection[Group], place: Place) -> tuple[str, ...]:
    """The last line of a card: where its answer comes from, and what the tiers on it mean."""
    return (place_line(place), _TIERS) if groups else (place_line(place),)


def _proof(group: Group, region: str) -> str:
    return link(finding_url(group.worst_arn, region), "open in Inspector")


def _some(words: list[str], most: int) -> str:
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more} more" if more > 0 else "")
