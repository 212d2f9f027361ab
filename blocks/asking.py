"""Buttons that ask something of an operation; the listeners of the Slack door know these three kinds.

The action id is `kind:operation`, with a third part where a row asks the same operation several times; the value is
the arguments as JSON: they are checked again like any other caller's.
"""

import json
from collections.abc import Mapping
from typing import Any

from blocks.elements import Element, Style, button

ASK = "ask"
PAGES = "pages"
SHARE = "share"
TURN = "turn"
HOME_REFRESH = "home-refresh"


def ask(
    label: str,
    operation: str,
    arguments: Mapping[str, Any],
    *,
    style: Style = "",
    which: str = "",
    confirm: Element | None = None,
) -> Element:
    """Run an operation and show its card to whoever clicked.

    `which` tells several buttons of one operation in a row apart: Slack refuses the same action id twice in a block.
    """
    return button(
        label, f"{ASK}:{operation}{f':{which}' if which else ''}", _value(arguments), style=style, confirm=confirm
    )


def pages(label: str, operation: str, arguments: Mapping[str, Any]) -> Element:
    """Open the whole list in a modal."""
    return button(label, f"{PAGES}:{operation}", _value(arguments))


def share(label: str, operation: str, arguments: Mapping[str, Any]) -> Element:
    """Post the card where everyone in the channel sees it."""
    return button(label, f"{SHARE}:{operation}", _value(arguments))


def turn(label: str, to_page: int) -> Element:
    """Turn to another page (from 0) of the open modal."""
    return button(label, f"{TURN}:{to_page}", str(to_page))


def _value(arguments: Mapping[str, Any]) -> str:
    return json.dumps(arguments, separators=(",", ":"))
