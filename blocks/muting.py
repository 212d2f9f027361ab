"""The button and the dialog that mute a rule."""

import json
from collections.abc import Iterable

from blocks.card import Modal
from blocks.elements import Element, button, entry, option, section, static_select, text_input
from blocks.text import shorten
from core.answers.security_events import SecurityAlert

MUTE = "mute-rule"
RULE, REASON, LENGTH = "rule", "reason", "length"
_MOST_RULES = 25
_MOST_VALUE = 2000
_OPTION_VALUE = 150
LENGTHS = {"1": "1 day", "7": "7 days", "30": "30 days", "90": "90 days"}
_USUAL = "7"


def mute_button(shown: Iterable[SecurityAlert]) -> Element | None:
    """A button for the rules of some stories, the worst first; None where there is none to mute."""
    rules = {part.rule: part.title for alert in shown for part in alert.evidence if len(part.rule) <= _OPTION_VALUE}
    named = [[rule, shorten(title, 60)] for rule, title in list(rules.items())[:_MOST_RULES]]
    while named and len(value := json.dumps(named, separators=(",", ":"))) > _MOST_VALUE:
        named.pop()
    return button("Mute a rule", MUTE, value) if named else None


def mute_dialog(value: str, channel_id: str) -> Modal | None:
    """Asks which rule, why and for how long; None where the button is of another version."""
    options = [option(f"{title} ({rule})", rule) for rule, title in _read(value)]
    if not options:
        return None
    lengths = [option(words, days) for days, words in LENGTHS.items()]
    usual = next(each for each in lengths if each["value"] == _USUAL)
    return Modal(
        title="Mute a rule",
        blocks=(
            section(
                "Its findings are no longer listed for everybody. They are still counted on each card, and severe"
                " ones are named there."
            ),
            entry("Rule", static_select("chosen", "Choose a rule", options, initial=options[0]), block_id=RULE),
            entry("Why? Everybody reads it.", text_input("text", multiline=False), block_id=REASON),
            entry("For how long", static_select("chosen", "Choose", lengths, initial=usual), block_id=LENGTH),
        ),
        callback_id=MUTE,
        submit="Mute",
        close="Cancel",
        private_metadata=channel_id,
    )


def _read(value: str) -> list[tuple[str, str]]:
    try:
        told = json.loads(value)
    except ValueError:
        return []
    rows = told if isinstance(told, list) else []
    return [(str(row[0]), str(row[1])) for row in rows if isinstance(row, list) and len(row) == 2]  # noqa: PLR2004
