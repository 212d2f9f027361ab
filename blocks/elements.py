"""Block Kit pieces as small functions that return plain dicts.

Texts are cut to Slack's limits; ids, values and URLs are not, because a cut one would mean something else.
"""

from collections.abc import Sequence
from typing import Any, Literal

from blocks.card import Block
from blocks.shapes import (
    BUTTON_TEXT,
    CONFIRM_BUTTON,
    CONFIRM_TEXT,
    CONFIRM_TITLE,
    CONTEXT_TEXT,
    FIELD_TEXT,
    HEADER_TEXT,
    INPUT_HINT,
    INPUT_LABEL,
    OPTION_TEXT,
    PLACEHOLDER,
    SECTION_TEXT,
)
from blocks.text import mrkdwn, plain, shorten

Style = Literal["", "primary", "danger"]
Element = dict[str, Any]


def header(text: str) -> Block:
    """A large line; emoji shortcodes are drawn, so untrusted names go through `inert` first."""
    return {"type": "header", "text": _short(text, HEADER_TEXT)}


def section(
    text: str = "", *, fields: Sequence[str] = (), accessory: Element | None = None, block_id: str = ""
) -> Block:
    """Formatted text, short facts in two columns, or both, with at most one element at the side."""
    parts: Block = {"type": "section"}
    if text:
        parts["text"] = mrkdwn(shorten(text, SECTION_TEXT))
    if fields:
        parts["fields"] = [mrkdwn(shorten(fact, FIELD_TEXT)) for fact in fields]
    return parts | _given(accessory=accessory, block_id=block_id)


def context(*texts: str) -> Block:
    """Small last lines: account and region, age of the data, how long it took."""
    return {"type": "context", "elements": [mrkdwn(shorten(text, CONTEXT_TEXT)) for text in texts]}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def actions(*elements: Element, block_id: str = "") -> Block:
    """A row of buttons and menus, the safe usual one first."""
    return {"type": "actions", "elements": list(elements)} | _given(block_id=block_id)


def alert(text: str, level: Literal["default", "info", "warning", "error", "success"] = "default") -> Block:
    """A notice within a modal; Slack accepts it nowhere else."""
    return {"type": "alert", "text": mrkdwn(text), "level": level}


def button(
    text: str, action_id: str, value: str = "", *, style: Style = "", confirm: Element | None = None, url: str = ""
) -> Element:
    """A verb and an object; `value` is an id that we look up again, never the thing itself."""
    made: Element = {"type": "button", "text": _short(text, BUTTON_TEXT), "action_id": action_id}
    return made | _given(value=value, style=style, confirm=confirm, url=url)


def confirm(title: str, text: str, *, yes: str, no: str = "Cancel", danger: bool = False) -> Element:
    """The question before a dangerous click."""
    asked: Element = {
        "title": _short(title, CONFIRM_TITLE),
        "text": mrkdwn(shorten(text, CONFIRM_TEXT)),
        "confirm": _short(yes, CONFIRM_BUTTON),
        "deny": _short(no, CONFIRM_BUTTON),
    }
    return asked | _given(style="danger" if danger else "")


def option(text: str, value: str, *, description: str = "") -> Element:
    """One choice of a menu."""
    made: Element = {"text": _short(text, OPTION_TEXT), "value": value}
    return made | _given(description=_short(description, OPTION_TEXT) if description else None)


def overflow(action_id: str, *options: Element) -> Element:
    """The menu behind three dots, for one to five rare actions."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)}


def static_select(
    action_id: str, placeholder: str, options: Sequence[Element], *, initial: Element | None = None
) -> Element:
    """A menu of up to 100 choices."""
    menu = {"type": "static_select", "placeholder": _short(placeholder, PLACEHOLDER)}
    return menu | {"action_id": action_id, "options": list(options)} | _given(initial_option=initial)


def radio_buttons(action_id: str, options: Sequence[Element], *, initial: Element | None = None) -> Element:
    """Up to ten choices, all visible, one of them taken."""
    return {"type": "radio_buttons", "action_id": action_id, "options": list(options)} | _given(initial_option=initial)


def text_input(action_id: str, *, initial: str = "", multiline: bool = False, placeholder: str = "") -> Element:
    """A field to type into."""
    typed: Element = {"type": "plain_text_input", "action_id": action_id, "multiline": multiline}
    return typed | _given(initial_value=initial, placeholder=_short(placeholder, PLACEHOLDER) if placeholder else None)


def entry(label: str, element: Element, *, block_id: str, hint: str = "", optional: bool = False) -> Block:
    """A labelled field of a modal; errors come back under its `block_id`."""
    asked = {"type": "input", "block_id": block_id, "label": _short(label, INPUT_LABEL)}
    return asked | {"element": element, "optional": optional} | _given(hint=_short(hint, INPUT_HINT) if hint else None)


def _short(text: str, limit: int) -> Element:
    return plain(shorten(text, limit))


def _given(**fields: object) -> Element:
    """The fields that say something: Slack refuses empty ones."""
    return {key: value for key, value in fields.items() if value not in (None, "", [])}
