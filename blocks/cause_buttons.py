"""Whether an explanation was right: the buttons that ask, the dialog for the true cause, and what is said then."""

from collections.abc import Sequence

from blocks.card import Card, Modal
from blocks.elements import Element, button, entry, option, overflow, section, static_select, text_input
from blocks.marks import State
from blocks.notice import notice_card
from blocks.patch_card_facts import mention
from blocks.text import inert, quote
from core.model import Model

RIGHT, PARTLY, WRONG, MORE = "cause-right", "cause-partly", "cause-wrong", "cause-more"
AGAIN = "again"
TRUE_CAUSE, KNOWN, WORDS = "true-cause", "known", "words"
_OTHER = "other"
_CHOICES = 99
_TOLD = 160


class Judged(Model):
    """What somebody said of an explanation."""

    by: str
    judgement: str
    told: str = ""


def feedback_buttons(key: str, incident_id: str) -> tuple[Element, ...]:
    """Right, partly, wrong; for an incident also the wish to have it explained again."""
    asked = (button("Right", RIGHT, key), button("Partly right", PARTLY, key), button("Wrong", WRONG, key))
    again = (overflow(MORE, option("Explain again", f"{AGAIN}:{incident_id}")),) if incident_id else ()
    return (*asked, *again)


def true_cause_modal(key: str, causes: Sequence[tuple[str, str]]) -> Modal:
    """Asks what it really was: one of the known causes (name and title), or words."""
    options = [option(title, name) for name, title in causes[:_CHOICES]]
    chosen = static_select("cause", "Choose a cause", [*options, option("Something else", _OTHER)])
    return Modal(
        title="What was it?",
        blocks=(
            section("It is remembered, and shown when an alert like this one comes."),
            entry("Cause", chosen, block_id=KNOWN, optional=True),
            entry("In your words", text_input("text", multiline=True), block_id=WORDS, optional=True),
        ),
        callback_id=TRUE_CAUSE,
        submit="Remember it",
        private_metadata=key,
    )


def chosen_cause(value: str) -> str:
    """The name of a chosen cause; empty for none of the known ones."""
    return "" if value == _OTHER else value


def judged_words(judged: Judged) -> str:
    """What stands in place of the buttons."""
    said = {"right": "says that this is right", "partly": "says that this is partly right"}
    told = f" It was {quote(judged.told, _TOLD)}" if judged.told and judged.judgement == "wrong" else ""
    return f"{mention(judged.by)} {said.get(judged.judgement, 'says that this is wrong.')}{told}"


def noted_card(judgement: str) -> Card:
    """The answer to whoever said it."""
    return notice_card(f"Noted as {inert(judgement)}. Alerts like this one will tell of it.", State.GOOD)
