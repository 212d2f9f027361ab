"""Composition objects: text, confirmation, options and the like.

https://docs.slack.dev/reference/block-kit/composition-objects
"""

from collections.abc import Iterator

from sandbox.slack.blocks.schema import (
    Check,
    Problem,
    anything,
    array,
    boolean,
    both,
    matching,
    one_of,
    record,
    text_of,
    typed,
)

URL = matching(r"https?://[^\s<>]+", "invalid url")
ANY_URL = matching(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>]+", "invalid url")
ID = text_of(255)
# Where Slack's page states no number: the longest that it states for any text of one block.
UNSTATED = 3_000
KIND: Check = anything  # `typed` has already looked at it


def plain(most: int, least: int = 1) -> Check:
    """A plain_text object of so many characters."""
    fields = record({"type": KIND, "text": text_of(most, least)}, {"emoji": boolean})
    return typed({"plain_text": fields}, wrapped=True)


def mrkdwn(most: int) -> Check:
    """A mrkdwn object of so many characters."""
    return typed({"mrkdwn": _mrkdwn(most)}, wrapped=True)


def any_text(most: int) -> Check:
    """A plain_text or mrkdwn object of so many characters."""
    fields = record({"type": KIND, "text": text_of(most)}, {"emoji": boolean})
    return typed({"plain_text": fields, "mrkdwn": _mrkdwn(most)}, wrapped=True)


def _mrkdwn(most: int) -> Check:
    return record({"type": KIND, "text": text_of(most)}, {"verbatim": boolean})


CONFIRM = record(
    {"title": plain(100), "text": any_text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
DISPATCH = record(
    {},
    {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), most=2)},
)
OPTION = record({"text": plain(75), "value": text_of(75)}, {"description": plain(75)})
RICH_OPTION = record({"text": any_text(75), "value": text_of(75)}, {"description": any_text(75)})
OVERFLOW_OPTION = record({"text": plain(75), "value": text_of(75)}, {"description": plain(75), "url": URL})


def _unique_values(value: object, at: str) -> Iterator[Problem]:
    options = value if isinstance(value, list) else []
    values = [option.get("value") for option in options if isinstance(option, dict)]
    if len(set(values)) < len(values):
        yield Problem("option values must be unique", at)


def options(of: Check, most: int, least: int = 1) -> Check:
    """A list of options with different values."""
    return both(array(of, most, least), _unique_values)


OPTION_GROUP = record({"label": plain(75), "options": options(OPTION, 100)})
CONVERSATION_FILTER = record(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public"), most=4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
SLACK_FILE = both(
    record({}, {"id": ID, "url": URL}),
    lambda value, at: iter(
        () if isinstance(value, dict) and len(value) == 1 else (Problem("must define either `id` or `url`", at),)
    ),
)
