"""Short cards without a result: working, busy, refused, broken."""

from blocks.card import Card
from blocks.elements import context, section
from blocks.marks import State, mark
from blocks.text import escape, inert, one_line, shorten
from core.errors import AssistantError, BadRequest, NotAllowed, NotFound, Upstream

_STATES = {BadRequest: State.WARNING, NotFound: State.WARNING, NotAllowed: State.WARNING, Upstream: State.CRITICAL}


def working_card(what: str, done: int = 0, total: int | None = None) -> Card:
    """What is being done, and how far it is."""
    far = f" ({done:,} of {total:,})" if total else ""
    return _notice(State.WORKING, f"{inert(what, 200)}{far} …")


def following_card(card: Card) -> Card:
    """A first part of an answer: the whole one replaces it."""
    note = context(f"{mark(State.WORKING)} Still reading. The whole answer replaces this one.")
    return Card(card.text, (*card.blocks, note))


def error_card(error: AssistantError) -> Card:
    """What happened and what to do; advice is ours and may be formatted, the sentence may quote anyone."""
    state = next((state for kind, state in _STATES.items() if isinstance(error, kind)), State.WARNING)
    said, advice = inert(error.sentence, 400), escape(shorten(one_line(error.advice), 1000))
    return Card(f"{said} {advice}".rstrip(), (section(f"{mark(state)} {said}\n{advice}".rstrip()),))


def notice_card(text: str, state: State = State.WAITING) -> Card:
    """One line of our own."""
    return _notice(state, text)


def broken_card(reference: str) -> Card:
    """For what nobody foresaw: no detail leaves the log."""
    return _notice(
        State.CRITICAL,
        f"Something broke in the assistant; nothing was changed. The log has it under `{reference}`.",
    )


def _notice(state: State, text: str) -> Card:
    return Card(text, (section(f"{mark(state)} {text}"),))
