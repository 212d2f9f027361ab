"""A way back on demand, to whoever asked: what waits where, what is lost, how it was checked, or what it would do."""

from collections.abc import Iterator

from blocks.card import Block, Card
from blocks.elements import context, section
from blocks.marks import State, mark
from blocks.patch import call_lines
from blocks.place import gap_lines, place_line, plain_notes
from blocks.table import Table
from blocks.text import date, inert, link, plural, utc
from core.answers.rollback import PackageBefore, Rollback

_SUMMARY, _PACKAGES_SHOWN = 500, 5
_STATES = {
    "dry run": State.GOOD,
    "waiting for approval": State.WAITING,
    "approved": State.WORKING,
    "under way": State.WORKING,
    "rolled back": State.WARNING,
    "rehearsed": State.GOOD,
    "needs a person": State.CRITICAL,
}
_PASSED = {True: State.GOOD, False: State.CRITICAL, None: State.UNKNOWN}
_BEGUN = frozenset({"under way", "rolled back", "rehearsed", "needs a person"})


def rollback_card(answer: Rollback) -> Card:
    """One sentence, where its card is, what comes back, what is lost, and its checks or its calls."""
    summary = inert(answer.summary, _SUMMARY)
    blocks: list[Block] = [section(f"{mark(_STATES[answer.rollback_status])} *{summary}*")]
    if answer.request and answer.request.approval_url:
        blocks.append(section(f"It stands here: {link(answer.request.approval_url, 'the card')}"))
    if answer.ended:
        blocks.append(section(inert(answer.ended, _SUMMARY)))
    blocks += [section(text) for text in _sections(answer)]
    blocks += [section(line) for line in gap_lines(answer.partial)]
    blocks.append(context(place_line(answer.place)))
    return Card(summary, tuple(blocks))


def rollback_table(answer: Rollback) -> Table:
    """Every change to AWS that it may make, in order; below that what is lost, and what was checked."""
    state, url = answer.restored_state, answer.request.approval_url if answer.request else ""
    backup = [f"Backup of {utc(state.backed_up_at)}: {state.root_snapshot}"] if state.backed_up_at else []
    return Table(
        title=answer.summary,
        columns=("call", "what", "only if"),
        rows=tuple((each.call, each.what, each.only_if) for each in answer.calls),
        empty="Nothing would be done.",
        notes=(
            *((f"The card: {url}",) if url else ()),
            *((answer.ended,) if answer.ended else ()),
            *backup,
            *(_back(each) for each in state.packages),
            *(f"Lost: {said}" for said in state.lost),
            *(f"Checked: {each.what}: {_word(passed=each.passed)}" for each in answer.verification_results),
            *plain_notes(answer.partial, answer.place),
        ),
    )


def _sections(answer: Rollback) -> Iterator[str]:
    state = answer.restored_state
    if answer.rollback_status in _BEGUN:
        checks = [f"{mark(_PASSED[each.passed])} {each.what}" for each in answer.verification_results]
        yield "\n".join(["*Checks*", *checks])
    if state.packages:
        known = f", {state.known_exploited} known exploited" if state.known_exploited else ""
        count = plural(len(state.vulnerability_ids), "finding")
        lines = [f"• {inert(each.name)} to {inert(each.back_to)}" for each in state.packages[:_PACKAGES_SHOWN]]
        more = len(state.packages) - _PACKAGES_SHOWN
        rest = [f"and {plural(more, 'more package')}"] if more > 0 else []
        yield "\n".join([f"*Goes back* ({count} open again{known})", *lines, *rest])
    if state.backed_up_at and state.kept_until:
        kept = f"{date(state.backed_up_at)}, kept until {date(state.kept_until)}"
        yield f"*Backup*\n{inert(state.root_snapshot)} of {kept}"
    yield "\n".join(["*What is lost*", *(f"• {inert(each, 300)}" for each in state.lost)])
    if answer.rollback_status == "dry run":
        yield call_lines(answer.calls)


def _back(package: PackageBefore) -> str:
    return f"{package.name} goes back to {package.back_to}: {plural(package.findings, 'finding')}"


def _word(*, passed: bool | None) -> str:
    return {True: "yes", False: "no", None: "not yet"}[passed]
