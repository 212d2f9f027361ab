"""A wish to stop a running patch, to whoever has it: whom it waits for, and what becomes of each machine."""

from blocks.card import Block, Card
from blocks.elements import context, section
from blocks.marks import State, mark
from blocks.patch import call_lines
from blocks.table import Table
from blocks.text import inert, link, plural
from core.answers.patch_stop import PatchStop

_SHOWN = 10


def stop_card(answer: PatchStop) -> Card:
    """One sentence, the machines, and what is still done to them."""
    state = State.WAITING if answer.stop_status == "asked" else State.GOOD
    lines = [f"• {inert(each.name, 60)}: {each.fate}" for each in answer.machines[:_SHOWN]]
    more = len(answer.machines) - _SHOWN
    lines += [f"and {plural(more, 'more machine')}"] if more > 0 else []
    blocks: list[Block] = [section(f"{mark(state)} *{inert(answer.summary, 500)}*"), section("\n".join(lines))]
    if answer.calls:
        blocks.append(section(call_lines(answer.calls)))
    if answer.card_url:
        blocks.append(section(f"It stands here: {link(answer.card_url, 'the card')}"))
    blocks.append(context(answer.workflow_id))
    return Card(inert(answer.summary, 500), tuple(blocks))


def stop_table(answer: PatchStop) -> Table:
    """Every change to AWS that is still made once it is stopped."""
    return Table(
        title=answer.summary,
        columns=("wave", "machine", "call", "what", "only if"),
        rows=tuple((each.wave, each.machine, each.call, each.what, each.only_if) for each in answer.calls),
        empty="Nothing more would be done to any machine.",
        notes=(
            *(f"{each.name}: {each.fate}" for each in answer.machines),
            *((f"The card: {answer.card_url}",) if answer.card_url else ()),
        ),
    )
