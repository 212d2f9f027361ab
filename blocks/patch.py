"""A patch that was asked for, to whoever asked: what waits where, or what a dry run would do."""

from blocks.card import Block, Card
from blocks.elements import context, section
from blocks.marks import State, mark
from blocks.place import gap_lines, place_line, plain_notes
from blocks.table import Table
from blocks.text import inert, link, plural
from core.answers.patch import PatchOrder
from core.answers.resolution import ImmediateAction
from core.patching.rehearsal import PlannedCall
from core.patching.sorting import Way

SENTENCE = 600
_CALLS = 12
_SHOWN = 5
_STATES = {
    "waiting for approval": State.WAITING,
    "approved by a rule": State.WORKING,
    "dry run": State.GOOD,
    "nothing to install": State.UNKNOWN,
}


def order_card(answer: PatchOrder) -> Card:
    """One sentence, where the card is, the calls of a dry run, the way back, and who is left out."""
    summary = inert(answer.summary, SENTENCE)
    blocks: list[Block] = [section(f"{mark(_STATES[answer.patch_status])} *{summary}*")]
    if answer.request and answer.request.approval_url:
        blocks.append(section(f"It stands here: {link(answer.request.approval_url, 'the card')}"))
    if answer.patch_status == "dry run":
        blocks.append(section(call_lines(answer.calls)))
    if answer.rollback_plan:
        blocks.append(section("\n".join(["*If a check fails*", *answer.rollback_plan])))
    if held := [each for each in answer.immediate_actions if each.way is Way.HELD]:
        blocks.append(section("\n".join(["*Held*", *(_held(each) for each in held[:_SHOWN])])))
    if answer.left_out:
        lines = [f"• {inert(each.name)}: {inert(each.why, 200)}" for each in answer.left_out[:_SHOWN]]
        more = len(answer.left_out) - _SHOWN
        rest = [f"and {plural(more, 'more machine')}"] if more > 0 else []
        blocks.append(section("\n".join(["*Left out*", *lines, *rest])))
    blocks += [section(line) for line in gap_lines(answer.partial)]
    blocks.append(context(f"{place_line(answer.place)} · {_record(answer)}"))
    return Card(summary, tuple(blocks))


def order_table(answer: PatchOrder) -> Table:
    """Every change to AWS that the plan may make, in order."""
    return Table(
        title=answer.summary,
        columns=("wave", "machine", "call", "what", "only if"),
        rows=tuple((each.wave, each.machine, each.call, each.what, each.only_if) for each in answer.calls),
        empty="Nothing can be installed.",
        notes=(
            *((f"The card: {answer.request.approval_url}",) if answer.request and answer.request.approval_url else ()),
            *(f"If a check fails: {said}" for said in answer.rollback_plan),
            *(f"{each.name} is left out: {each.why}" for each in answer.left_out),
            *(f"{each.action}: {each.why}" for each in answer.immediate_actions if each.way is Way.HELD),
            _record(answer),
            *plain_notes(answer.partial, answer.place),
        ),
    )


def _held(each: ImmediateAction) -> str:
    return f"• {inert(each.action, 150)}: {inert(each.why, 200)}"


def call_lines(calls: tuple[PlannedCall, ...]) -> str:
    """The first calls of a dry run, numbered, and how many there are more."""
    lines = [f"{number}. {_call(each)}" for number, each in enumerate(calls[:_CALLS], start=1)]
    more = len(calls) - _CALLS
    return "\n".join(["*What would happen*", *lines, *([f"and {plural(more, 'more call')}"] if more > 0 else [])])


def _call(each: PlannedCall) -> str:
    condition = f", if {inert(each.only_if)}" if each.only_if else ""
    return f"{inert(each.machine)}: {each.call}: {inert(each.what, 150)}{condition}"


def _record(answer: PatchOrder) -> str:
    if answer.success_rate is None:
        return "No patch has run yet."
    earlier = plural(answer.earlier_patches, "earlier patch", "earlier patches")
    return f"{answer.success_rate * 100:.0f} % of {earlier} verified."
