"""How instances stand with their patches: the card, the pages of the whole list, and the table."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import ceil

from blocks.asking import ask, pages, share, turn
from blocks.card import Block, Card, Modal
from blocks.elements import actions, context, divider, section
from blocks.marks import State, mark
from blocks.place import gap_lines, place_line, plain_notes
from blocks.table import Table
from blocks.text import ago, date_ago, inert, one_line, plural, utc
from core.answers.patch_status import PatchCompliance, RatingGroup
from core.compliance import InstancePatches, PatchRules, Standing
from core.missing_patches import MissingPatch
from core.patches import Rating

OPERATION = "check_patch_compliance"
SHOWN = 5
PER_PAGE = 10
SENTENCE = 400  # a name of 255 characters and what is said of it
NONE = "\N{EN DASH}"
_NAMES_SHOWN = 5
_CVES_SHOWN = 3
_TITLES = {
    Standing.NON_COMPLIANT: "Not compliant",
    Standing.PENDING_REBOOT: "Waiting for a reboot",
    Standing.STALE: "Not scanned lately",
    Standing.CONNECTION_LOST: "Out of reach",
    Standing.NEVER_SCANNED: "Never scanned",
    Standing.UNMANAGED: "Not managed",
    Standing.UNKNOWN: "Could not be asked about",
    Standing.COMPLIANT: "Compliant",
}
_NOT_KNOWN = (
    Standing.STALE,
    Standing.CONNECTION_LOST,
    Standing.NEVER_SCANNED,
    Standing.UNMANAGED,
    Standing.UNKNOWN,
)
_SORE = (Standing.NON_COMPLIANT, Standing.PENDING_REBOOT)


def compliance_card(answer: PatchCompliance) -> Card:
    """The counts, the missing patches by rating and age, the worst five, what is not known, and what can be done."""
    summary = inert(answer.summary, SENTENCE)
    blocks: list[Block] = [section(f"{mark(compliance_state(answer))} *{summary}*")]
    if len(answer.instances) == 1:
        blocks += _one(answer)
    else:
        blocks.append(section(fields=counts_fields(answer)))
        blocks += _worst(answer)
        blocks += not_known_blocks(answer)
    blocks += [section(line) for line in gap_lines(answer.partial)]
    blocks.append(actions(*_buttons(answer)))
    blocks.append(context(place_line(answer.place), deadlines(answer.rules)))
    return Card(summary, tuple(blocks))


def _one(answer: PatchCompliance) -> list[Block]:
    [only] = answer.instances
    now = answer.place.asked_at
    blocks: list[Block] = [section(fields=_facts(answer))] if only.scan else []
    blocks += [section(line) for line in _rating_lines(answer)]
    return blocks + [section(patch_line(each, now)) for each in answer.missing_patches[:SHOWN]]


def _worst(answer: PatchCompliance) -> list[Block]:
    blocks: list[Block] = [section(line) for line in _rating_lines(answer)]
    sore = answer.of(*_SORE)
    for each in sore[:SHOWN]:
        look = ask(f"Show {one_line(each.instance.label)}", OPERATION, {"instance_ids": [each.instance.instance_id]})
        blocks.append(section(instance_line(each, answer.place.asked_at), accessory=look))
    more = len(sore) - SHOWN
    return [*blocks, section(f"and {more:,} more not compliant or waiting for a reboot")] if more > 0 else blocks


def compliance_pages(answer: PatchCompliance, page: int) -> Modal:
    """Page `page` (from 0) of all instances, or of all patches of one; a page beyond the last is the last."""
    now = answer.place.asked_at
    alone = len(answer.instances) == 1
    lines = (
        [patch_line(each, now) for each in answer.missing_patches]
        if alone
        else [instance_line(each, now) for each in answer.instances]
    )
    last = max(0, ceil(len(lines) / PER_PAGE) - 1)
    page = min(max(page, 0), last)
    blocks: list[Block] = [section(f"*{inert(answer.summary, SENTENCE)}*"), divider()]
    blocks += [section(line) for line in lines[page * PER_PAGE : (page + 1) * PER_PAGE]]
    blocks += [section(line) for line in gap_lines(answer.partial)]
    turns = [turn("Previous page", page - 1)] if page else []
    turns += [turn("Next page", page + 1)] if page < last else []
    if turns:
        blocks.append(actions(*turns))
    listed = plural(len(lines), "missing patch", "missing patches") if alone else plural(len(lines), "instance")
    blocks.append(context(f"Page {page + 1} of {last + 1}, {listed}", place_line(answer.place)))
    return Modal(title="Missing patches" if alone else "Patch status", blocks=tuple(blocks), callback_id="pages")


def compliance_thread(answer: PatchCompliance) -> Card:
    """What makes the ages and the days, below a card that is posted for everyone."""
    return Card("How this is judged", (section(f"*How this is judged*\n{deadlines(answer.rules)}\n{_HONESTY}"),))


_HONESTY = (
    "Systems Manager does not say when a patch came out. The days count from when Inspector first saw one of its"
    " vulnerabilities on the machine, or else from the first scan seen here that found it missing: what is called"
    " overdue is overdue, what is not may be older than it looks."
)


def compliance_table(answer: PatchCompliance) -> Table:
    """One row per instance, or per missing patch of one instance, worst first."""
    alone = len(answer.instances) == 1
    return _patches_table(answer) if alone else _instances_table(answer)


def _patches_table(answer: PatchCompliance) -> Table:
    [only] = answer.instances
    return Table(
        title=answer.summary,
        columns=("rating", "patch", "state", "since", "due", "overdue", "known exploited", "how sure"),
        rows=tuple(
            (
                each.rating.value,
                each.name,
                "failed" if each.failed else "missing",
                utc(each.since),
                utc(each.due),
                "yes" if each.overdue else "no",
                {True: "yes", False: "no", None: "not known"}[each.known_exploited],
                str(each.confidence),
            )
            for each in answer.missing_patches
        ),
        empty=f"No list of patches: {_TITLES[only.standing].lower()}.",
        notes=(deadlines(answer.rules), *plain_notes(answer.partial, answer.place)),
    )


def _instances_table(answer: PatchCompliance) -> Table:
    return Table(
        title=answer.summary,
        columns=("instance", "stands", "why", "critical", "high", "medium", "low", "unrated", "overdue", "last scan"),
        rows=tuple(
            (
                each.instance.label,
                _TITLES[each.standing].lower(),
                "; ".join([each.reason, *each.notes]),
                *(_count(each, rating) for rating in Rating),
                str(each.overdue) if each.read and each.scan else NONE,
                utc(each.scan.ended) if each.scan else "never" if each.standing is Standing.NEVER_SCANNED else NONE,
            )
            for each in answer.instances
        ),
        empty="No instances.",
        notes=(deadlines(answer.rules), *plain_notes(answer.partial, answer.place)),
    )


def _count(each: InstancePatches, rating: Rating) -> str:
    return str(each.by_rating.get(rating, 0)) if each.read and each.scan else NONE


def compliance_state(answer: PatchCompliance) -> State:
    """The mark of the whole answer; nothing known is never good."""
    if answer.overdue_count:
        return State.CRITICAL
    if answer.non_compliant or answer.pending_reboot:
        return State.WARNING
    known = len(answer.compliant) == len(answer.instances) and answer.instances
    return State.GOOD if known and not answer.partial else State.UNKNOWN


def counts_fields(answer: PatchCompliance) -> list[str]:
    """The numbers that decide, as fields."""
    every = len(answer.instances)
    return [
        f"*Compliant*\n{len(answer.compliant):,} of {every:,}",
        f"*Not compliant*\n{len(answer.non_compliant):,}",
        f"*Missing patches*\n{answer.counted_missing:,}",
        f"*Overdue*\n{_overdue(answer)}",
        f"*Waiting for a reboot*\n{len(answer.pending_reboot):,}",
        f"*Not known*\n{len(answer.of(*_NOT_KNOWN)):,}",
    ]


def _overdue(answer: PatchCompliance) -> str:
    """Of patches that were read; what was not read, or is older than it looks, may be overdue too."""
    sure = answer.ages_known and all(each.read for each in answer.instances)
    if not (answer.overdue_count or sure):
        return "not known"
    return f"{'' if sure else 'at least '}{answer.overdue_count:,}"


def _facts(answer: PatchCompliance) -> list[str]:
    [only] = answer.instances
    scan, now = only.scan, answer.place.asked_at
    if scan is None:
        return []
    return [
        f"*Missing*\n{scan.missing:,}{f', and {scan.failed:,} failed' if scan.failed else ''}",
        f"*Overdue*\n{_overdue(answer)}",
        f"*Waiting for a reboot*\n{scan.pending_reboot:,}",
        f"*Last {inert(scan.operation.lower())}*\n{date_ago(scan.ended, now)}",
    ]


def _rating_lines(answer: PatchCompliance) -> list[str]:
    lines = [_rating_line(each, answer) for each in answer.by_rating]
    return ["\n".join(lines)] if lines else []


def _rating_line(group: RatingGroup, answer: PatchCompliance) -> str:
    where = "" if len(answer.instances) == 1 else f" on {plural(group.instances, 'instance')}"
    late = f", *{group.overdue:,} overdue*" if group.overdue else ""
    soon = f", {group.due_in_a_week:,} due within a week" if group.due_in_a_week else ""
    oldest = f"oldest known for {_days(group.oldest, answer.place.asked_at)}"
    return f"*{group.rating.capitalize()}*: {group.missing:,} missing{where}{late}{soon}; {oldest}"


def instance_line(each: InstancePatches, now: datetime) -> str:
    """Two or three lines: the name and how it stands, what is missing, the last scan."""
    head = f"*{inert(each.instance.label)}*: {_TITLES[each.standing].lower()}, {inert(each.reason, 120)}"
    counts = [f"{count} {rating}" for rating in Rating if (count := each.by_rating.get(rating, 0))]
    if each.overdue:
        counts.append(f"*{each.overdue} overdue*")
    if each.oldest:
        counts.append(f"oldest known for {_days(each.oldest, now)}")
    if not each.read:
        counts.append("which ones could not be read")
    besides = [*(inert(note, 120) for note in each.notes), *_scanned(each, now)]
    return "\n".join(line for line in (head, ", ".join(counts), "; ".join(besides)) if line)


def _scanned(each: InstancePatches, now: datetime) -> list[str]:
    return [f"scanned {ago(now - each.scan.ended)}"] if each.scan else []


def patch_line(patch: MissingPatch, now: datetime) -> str:
    """Two lines: rating and name, then by when, since when, and how sure that is."""
    failed = " (failed to install)" if patch.failed else ""
    exploited = ", known exploited" if patch.known_exploited else ""
    rated = " by Inspector" if patch.rated_by_finding else ""
    cves = _some([inert(each) for each in patch.cves], _CVES_SHOWN)
    named = patch.title if patch.title.startswith(patch.name) else f"{patch.name} {patch.title}"
    head = f"*{patch.rating.capitalize()}{rated} · {inert(named, 200)}*{failed}{exploited}"
    late = f"*overdue by {_days(patch.due, now)}*" if patch.overdue else f"due in {_days(now, patch.due)}"
    age = f"{late}, known for {_days(patch.since, now)}: {inert(patch.confidence.basis, 160)}"
    return f"{head}{f': {cves}' if cves else ''}\n{age}"


def not_known_blocks(answer: PatchCompliance) -> list[Block]:
    """Which instances nothing current is known of, by reason; nothing when there are none."""
    lines = [_named(_TITLES[each], answer.of(each)) for each in _NOT_KNOWN if answer.of(each)]
    if not lines:
        return []
    count = len(answer.of(*_NOT_KNOWN))
    head = f"{mark(State.UNKNOWN)} *Not known: {count:,} of {plural(len(answer.instances), 'instance')}.*"
    return [section("\n".join([head, *lines]))]


def _named(title: str, several: Sequence[InstancePatches]) -> str:
    names = _some([_with_state(each) for each in several], _NAMES_SHOWN)
    return f"{title} ({len(several):,}): {names}"


def _with_state(each: InstancePatches) -> str:
    usual = each.instance.state in {"running", "unknown"}
    return inert(each.instance.label) if usual else f"{inert(each.instance.label)} ({inert(each.instance.state)})"


def deadlines(rules: PatchRules) -> str:
    """What is overdue when, and what is an old scan."""
    days = ", ".join(f"{rating} {rules.days(rating)}" for rating in Rating)
    return f"Days to install: {days}; a scan is old after {rules.stale_after} days"


def _buttons(answer: PatchCompliance) -> Iterable[dict[str, object]]:
    arguments = {"instance_ids": answer.asked_for}
    count = len(answer.missing_patches) if len(answer.instances) == 1 else len(answer.instances)
    if count:
        yield pages(f"Show all {count:,}", OPERATION, arguments)
    yield share("Post to channel", OPERATION, arguments)


def _days(since: datetime, until: datetime) -> str:
    days = (until - since).days
    return plural(days, "day") if days else "less than a day"


def _some(words: Sequence[str], most: int) -> str:
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more:,} more" if more > 0 else "")
