"""Interactive elements and which blocks take which.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from collections.abc import Iterator, Mapping

from sandbox.slack.blocks.composition import (
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH,
    ID,
    KIND,
    OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    RICH_OPTION,
    SLACK_FILE,
    URL,
    options,
    plain,
)
from sandbox.slack.blocks.rich_text import RICH_TEXT
from sandbox.slack.blocks.schema import (
    Check,
    Problem,
    array,
    boolean,
    both,
    matching,
    one_of,
    record,
    text_of,
    whole,
)

DATE = matching(r"\d{4}-\d{2}-\d{2}", "must match format YYYY-MM-DD")
TIME = matching(r"\d{2}:\d{2}", "must match format HH:mm")
PLACEHOLDER = plain(150)
ACTION: Mapping[str, Check] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": boolean}


def _element(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    return record({"type": KIND, **required}, {**ACTION, **optional})


def exactly_one(*names: str) -> Check:
    """A check that an object has exactly one of some properties."""
    wanted = " or ".join(f"`{name}`" for name in names)

    def check(value: object, at: str) -> Iterator[Problem]:
        if isinstance(value, dict) and sum(name in value for name in names) != 1:
            yield Problem(f"must define either {wanted}", at)

    return check


def _menu(extra: Mapping[str, Check]) -> Check:
    return _element({}, {"placeholder": PLACEHOLDER, **extra})


def _multi(extra: Mapping[str, Check]) -> Check:
    return _menu({"max_selected_items": whole(1, 100), **extra})


IDS = array(ID, most=100)
LISTS = {"options": options(OPTION, 100), "option_groups": array(OPTION_GROUP, most=100)}
WITH_OPTIONS = exactly_one("options", "option_groups")
ONE_LIST = {"initial_option": OPTION, **LISTS}
MANY_LIST = {"initial_options": options(OPTION, 100), **LISTS}
QUERY = {"min_query_length": whole(0, 100)}
URL_BACK = {"response_url_enabled": boolean}
CONVERSATIONS = {"default_to_current_conversation": boolean, "filter": CONVERSATION_FILTER}
TYPED_IN = {"placeholder": PLACEHOLDER, "dispatch_action_config": DISPATCH}
LENGTHS = {"min_length": whole(0, 3000), "max_length": whole(1, 3000)}
BUTTON_TEXT = plain(75)

BUTTON = _element(
    {"text": BUTTON_TEXT},
    {
        "value": text_of(2000, 0),
        "url": URL,
        "style": one_of("primary", "danger"),
        "accessibility_label": text_of(75),
        "agent_prompt": text_of(4000),
        "visible_to_user_ids": IDS,
    },
)
IMAGE = both(
    record({"type": KIND, "alt_text": text_of(2000)}, {"image_url": URL, "slack_file": SLACK_FILE}),
    exactly_one("image_url", "slack_file"),
)
RICH_OPTIONS = options(RICH_OPTION, 10)
CHECKBOXES = _element({"options": RICH_OPTIONS}, {"initial_options": RICH_OPTIONS})
RADIO = _element({"options": RICH_OPTIONS}, {"initial_option": RICH_OPTION})
OVERFLOW = _element({"options": options(OVERFLOW_OPTION, 5)}, {})

SELECTS: Mapping[str, Check] = {
    "static_select": both(_menu(ONE_LIST), WITH_OPTIONS),
    "multi_static_select": both(_multi(MANY_LIST), WITH_OPTIONS),
    "external_select": _menu({"initial_option": OPTION, **QUERY}),
    "multi_external_select": _multi({"initial_options": options(OPTION, 100), **QUERY}),
    "users_select": _menu({"initial_user": ID}),
    "multi_users_select": _multi({"initial_users": IDS}),
    "conversations_select": _menu({"initial_conversation": ID, **CONVERSATIONS, **URL_BACK}),
    "multi_conversations_select": _multi({"initial_conversations": IDS, **CONVERSATIONS}),
    "channels_select": _menu({"initial_channel": ID, **URL_BACK}),
    "multi_channels_select": _multi({"initial_channels": IDS}),
}
PICKERS: Mapping[str, Check] = {
    "datepicker": _element({}, {"initial_date": DATE, "placeholder": PLACEHOLDER}),
    "timepicker": _element({}, {"initial_time": TIME, "timezone": text_of(100), "placeholder": PLACEHOLDER}),
    "datetimepicker": _element({}, {"initial_date_time": whole(0, 9_999_999_999)}),
    "checkboxes": CHECKBOXES,
    "radio_buttons": RADIO,
}
WORKFLOW: Mapping[str, Check] = {
    "workflow_button": _element(
        {"text": BUTTON_TEXT, "workflow": record({"trigger": record({"url": URL})})},
        {"style": one_of("primary", "danger"), "accessibility_label": text_of(75)},
    )
}
IN_SECTION: Mapping[str, Check] = {
    "button": BUTTON,
    "image": IMAGE,
    "overflow": OVERFLOW,
    **SELECTS,
    **PICKERS,
    **WORKFLOW,
}
IN_ACTIONS: Mapping[str, Check] = {"button": BUTTON, "overflow": OVERFLOW, **SELECTS, **PICKERS, **WORKFLOW}
IN_INPUT: Mapping[str, Check] = {
    **SELECTS,
    **PICKERS,
    "plain_text_input": _element({}, {"initial_value": text_of(3000, 0), "multiline": boolean, **LENGTHS, **TYPED_IN}),
    "rich_text_input": _element(
        {}, {"initial_value": RICH_TEXT, "min_lines": whole(1, 100), "max_lines": whole(1, 100), **TYPED_IN}
    ),
    "email_text_input": _element({}, {"initial_value": text_of(3000, 0), **TYPED_IN}),
    "url_text_input": _element({}, {"initial_value": URL, **TYPED_IN}),
    "number_input": _element(
        {"is_decimal_allowed": boolean},
        dict.fromkeys(("initial_value", "min_value", "max_value"), text_of(50)) | TYPED_IN,
    ),
    "file_input": _element({}, {"filetypes": array(text_of(50), most=100), "max_files": whole(1, 10)}),
}
FEEDBACK = record(
    {"text": BUTTON_TEXT, "value": text_of(2000)},
    {"accessibility_label": text_of(75)},
)
IN_CONTEXT_ACTIONS: Mapping[str, Check] = {
    "feedback_buttons": record(
        {"type": KIND, "positive_button": FEEDBACK, "negative_button": FEEDBACK}, {"action_id": ID}
    ),
    "icon_button": _element(
        {"icon": one_of("trash"), "text": plain(75)},
        {
            "value": text_of(2000),
            "accessibility_label": text_of(75),
            "visible_to_user_ids": array(ID, most=10),
        },
    ),
}
