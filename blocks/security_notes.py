"""What cards about the account's events say beside their stories: other services, mutes, and what was looked at."""

from collections.abc import Iterable, Sequence

from blocks.card import Block
from blocks.elements import section
from blocks.marks import State, mark
from blocks.patch_card_facts import mention
from blocks.text import date, inert, plural, utc
from core.answers.security_events import Looked
from core.outside import OutsideFinding, Source
from core.security.alerts import brief
from core.security.rulings import MutedRule

_MUTED_SHOWN = _FINDINGS_SHOWN = 3
_TITLE = 160


def finding_lines(findings: Sequence[OutsideFinding]) -> list[Block]:
    """What AWS's own services found that belongs to no story; nothing when there is nothing."""
    if not findings:
        return []
    lines = [f"• {_finding(each)}" for each in findings[:_FINDINGS_SHOWN]]
    more = len(findings) - _FINDINGS_SHOWN
    lines += [f"and {plural(more, 'more finding')}"] if more > 0 else []
    return [section("\n".join(["*Found by AWS's own services*", *lines]))]


def _finding(each: OutsideFinding) -> str:
    seen = each.last_seen or each.first_seen
    named = brief(each.resources[0]) if len(each.resources) == 1 else ""
    about = f" · {inert(named, 80)}" if named and named not in each.title else ""
    when = f" · {date(seen)}" if seen else ""
    return f"{each.severity.value.capitalize()}, {each.watcher}: {inert(each.title, _TITLE)}{about}{when}"


def muted_blocks(muted: Sequence[MutedRule]) -> list[Block]:
    """What the team does not want to see, counted; severe ones by name with a mark."""
    if not muted:
        return []
    count = sum(each.count for each in muted)
    grave = [each for each in muted if each.grave]
    head = f"{plural(count, 'finding')} muted"
    if not grave:
        return [section(f"{head}: {_named(muted)}")]
    severe = sum(each.count for each in grave)
    return [section(f"{mark(State.WARNING)} *{head}, of which {severe:,} severe.* {_named(muted)}")]


def _named(muted: Sequence[MutedRule]) -> str:
    parts = [
        f"{inert(each.title, 80)} (x{each.count}, {each.worst.value}) until {date(each.mute.until)}"
        f" by {mention(each.mute.by)}: {inert(each.mute.reason, 80)}"
        for each in muted[:_MUTED_SHOWN]
    ]
    more = len(muted) - _MUTED_SHOWN
    return "; ".join([*parts, *([plural(more, "more rule")] if more > 0 else [])])


def looked_line(looked: Looked, sources: Iterable[Source]) -> str:
    """How much was looked at and how far back, and who else was asked: what a quiet answer rests on."""
    if looked.nothing:
        return "No events could be read"
    own = f" with {plural(looked.own_rules, 'own rule')} too" if looked.own_rules else ""
    asked = [f"{each.watcher} {_enabled(each)}" for each in sources]
    since = f", {date(looked.since)}" if looked.since else ""
    until = f" to {date(looked.until)}" if looked.until else ""
    left_out = [inert(looked.left_out, 200)] if looked.left_out else []
    return " · ".join([f"Looked at {plural(looked.events, 'event')}{own}{since}{until}", *asked, *left_out])


def plain_looked(looked: Looked, sources: Iterable[Source]) -> str:
    """The same without markup."""
    if looked.nothing:
        return "No events could be read."
    since = f" from {utc(looked.since)}" if looked.since else ""
    until = f" to {utc(looked.until)}" if looked.until else ""
    asked = "".join(f"; {each.watcher} {_enabled(each)}" for each in sources)
    return f"Looked at {plural(looked.events, 'event')}{since}{until}{asked}. {looked.left_out}".rstrip()


def _enabled(source: Source) -> str:
    if source.enabled is None:
        return "could not be asked"
    return "asked" if source.enabled else "not enabled"


def plain_muted(muted: Iterable[MutedRule]) -> tuple[str, ...]:
    """One line for each muted rule."""
    return tuple(
        f"Muted until {utc(each.mute.until)}: {each.title} (x{each.count}, {each.worst.value}) [{each.rule}],"
        f" by {each.mute.by}: {each.mute.reason}"
        for each in muted
    )
