"""The three surfaces that carry blocks: a message, a modal and a Home tab."""

from collections.abc import Iterator, Mapping

from sandbox.slack.blocks import whole
from sandbox.slack.blocks.composition import KIND, plain
from sandbox.slack.blocks.layout import IN_HOME, IN_MESSAGE, IN_MODAL
from sandbox.slack.blocks.schema import Check, Problem, Problems, array, boolean, both, record, text_of, typed

# https://docs.slack.dev/reference/block-kit/blocks: 50 in a message, 100 in modals and Home tabs.
MOST_IN_MESSAGE = 50
MOST_IN_VIEW = 100
VIEW: Mapping[str, Check] = {
    "private_metadata": text_of(3000, 0),
    "callback_id": text_of(255, 0),
    "external_id": text_of(255, 0),
}
HOME_TAB = record({"type": KIND, "blocks": array(typed(IN_HOME), MOST_IN_VIEW, 0)}, VIEW)
# https://docs.slack.dev/reference/views/modal-views: titles of 24 characters.
MODAL = record(
    {"type": KIND, "title": plain(24), "blocks": array(typed(IN_MODAL), MOST_IN_VIEW, 0)},
    {
        **VIEW,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
MESSAGE = array(typed(IN_MESSAGE), MOST_IN_MESSAGE, 0)


def _view_rules(value: object, at: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        return
    yield from whole.unique_ids(value["blocks"], f"{at}/blocks")
    yield from whole.one_focus(value["blocks"], f"{at}/blocks")
    has_input = any(block["type"] == "input" for block in value["blocks"])
    if value["type"] == "modal" and has_input and "submit" not in value:
        yield Problem("missing required field: submit", at)


def _message_rules(value: object, at: str) -> Iterator[Problem]:
    blocks = value if isinstance(value, list) else []
    yield from whole.unique_ids(blocks, at)
    yield from whole.message_totals(blocks, at)


WHOLE_MESSAGE = both(MESSAGE, _message_rules)
WHOLE_MODAL = typed({"modal": both(MODAL, _view_rules)}, wrapped=True)
WHOLE_HOME = typed({"home": both(HOME_TAB, _view_rules)}, wrapped=True)


def message(blocks: object, at: str = "/blocks") -> Problems:
    """What Slack would refuse in the blocks of a message."""
    return Problems(WHOLE_MESSAGE(blocks, at))


def modal(view: object, at: str = "/view") -> Problems:
    """What Slack would refuse in a modal."""
    return Problems(WHOLE_MODAL(view, at))


def home(view: object, at: str = "/view") -> Problems:
    """What Slack would refuse in a Home tab."""
    return Problems(WHOLE_HOME(view, at))
