"""The one card of a patch, in every state; edited in place, its thread is its log."""

from blocks.card import Block, Card
from blocks.elements import actions, context, section
from blocks.marks import mark
from blocks.patch_card_back import went_back
from blocks.patch_card_buttons import buttons
from blocks.patch_card_facts import fact_fields, fact_sections, outcome
from blocks.patch_card_head import head, state_mark
from blocks.patch_card_progress import progress
from core.patching.standing import Standing
from core.patching.states import State

_UNDECIDED = frozenset({State.WAITING, State.APPROVED, State.SCHEDULED})


def patch_card(standing: Standing) -> Card:
    """What and how bad, what became of it or how far it is, the facts that decide, and what can be done now."""
    sentence = head(standing)
    blocks: list[Block] = [section(f"{mark(state_mark(standing))} *{sentence}*")]
    blocks += [section(text) for text in outcome(standing)]
    blocks += [section(text) for text in progress(standing)]
    blocks += [section(text) for text in went_back(standing)]
    blocks.append(section(fields=fact_fields(standing)))
    if standing.state in _UNDECIDED:
        blocks += [section(text) for text in fact_sections(standing)]
    blocks.append(actions(*buttons(standing)))
    blocks.append(context(_place(standing)))
    return Card(sentence, tuple(blocks))


def _place(standing: Standing) -> str:
    plan, workflow = standing.plan, standing.workflow
    return f"Account {plan.account}, {plan.region} · {workflow.workflow_id} · plan {workflow.digest[:12]}"
