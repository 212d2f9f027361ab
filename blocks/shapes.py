"""The shape of each block, element and composition object this bot draws, with Slack's limits.

Sources: https://docs.slack.dev/reference/block-kit/blocks, …/block-elements, …/composition-objects.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SECTION_TEXT = 3000
SECTION_FIELDS = 10
FIELD_TEXT = 2000
HEADER_TEXT = 150
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 3000
ACTIONS_ELEMENTS = 25
INPUT_LABEL = 2000
INPUT_HINT = 2000
IMAGE_URL = 3000
IMAGE_ALT = 2000
IMAGE_TITLE = 2000
ALERT_TEXT = 200
BLOCK_ID = 255
ACTION_ID = 255
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
BUTTON_URL = 3000
BUTTON_LABEL = 75  # accessibility_label
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
OPTION_TEXT = 75
OPTION_VALUE = 75  # the reference says 150, the comment in Slack's own type definitions 75
OPTION_DESCRIPTION = 75
OPTIONS = 100
OPTION_GROUPS = 100
OVERFLOW_OPTIONS = 5
CHOICE_OPTIONS = 10  # checkboxes and radio buttons
PLACEHOLDER = 150
INPUT_VALUE = 3000

TEXTS = frozenset({"plain_text", "mrkdwn"})
BLOCKS = frozenset({"section", "header", "context", "actions", "divider", "input", "image", "alert"})
PICKERS = frozenset({"static_select", "users_select", "conversations_select", "channels_select"})
MULTI_PICKERS = frozenset({"multi_static_select", "multi_users_select"})
CHOICES = frozenset({"checkboxes", "radio_buttons"})
MOMENTS = frozenset({"datepicker", "timepicker", "datetimepicker"})
FIELDS = frozenset({"plain_text_input", "number_input"})
INTERACTIVE = PICKERS | CHOICES | MOMENTS | {"button", "overflow"}


@dataclass(frozen=True, slots=True)
class Part:
    """What may stand in one place: kinds, the characters of a text there, and for a list the most items."""

    kinds: frozenset[str]
    chars: int = 0
    most: int = 0

    def kind_of(self, node: Mapping[str, Any]) -> str:
        """The node's type; objects that carry none (options, confirmations) are what their place expects."""
        if node.get("type") == "image" and "image_element" in self.kinds:
            return "image_element"
        return str(node.get("type") or (next(iter(self.kinds)) if len(self.kinds) == 1 else ""))


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of one kind of object.

    `prose` are bare strings that may be shortened, `exact` ones (ids, values, URLs) that may not. Of each set of
    keys in `required` at least one must be there.
    """

    required: tuple[tuple[str, ...], ...] = ()
    parts: Mapping[str, Part] = field(default_factory=dict)
    exact: Mapping[str, int] = field(default_factory=dict)
    prose: Mapping[str, int] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    other: frozenset[str] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        """Every field that Slack knows here."""
        return frozenset({"type", *self.parts, *self.exact, *self.prose, *self.choices, *self.other})

    def missing(self, node: Mapping[str, Any]) -> list[str]:
        """The required fields that are not there."""
        return [" or ".join(keys) for keys in self.required if not node.keys() & set(keys)]


def _plain(chars: int) -> Part:
    return Part(frozenset({"plain_text"}), chars)


def _any_text(chars: int, most: int = 0) -> Part:
    return Part(TEXTS, chars, most)


def _one(kind: str, most: int = 0) -> Part:
    return Part(frozenset({kind}), most=most)


_BLOCK = {"block_id": BLOCK_ID}
_ACTION = {"action_id": ACTION_ID}
_ASKED = {"placeholder": _plain(PLACEHOLDER), "confirm": _one("confirm")}
_FOCUS = frozenset({"focus_on_load"})


def _select(*settings: str) -> Shape:
    """A menu that Slack fills."""
    return Shape((("action_id",),), _ASKED, _ACTION, other=_FOCUS | frozenset(settings))


def _static_select(initial: str, *settings: str, most: int = 0) -> Shape:
    """A menu that brings its options, or groups of them; `most` options may be chosen beforehand (0: one)."""
    options = {"options": _one("option", OPTIONS), "option_groups": _one("option_group", OPTION_GROUPS)}
    return Shape(
        (("action_id",), ("options", "option_groups")),
        {**_ASKED, **options, initial: _one("option", most)},
        _ACTION,
        other=_FOCUS | frozenset(settings),
    )


def _choice(initial: str, *, several: bool) -> Shape:
    """Boxes or radio buttons, whose options may be formatted."""
    return Shape(
        required=(("action_id",), ("options",)),
        parts={
            "options": _one("rich_option", CHOICE_OPTIONS),
            initial: _one("rich_option", CHOICE_OPTIONS if several else 0),
            "confirm": _one("confirm"),
        },
        exact=_ACTION,
        other=_FOCUS,
    )


def _moment(*initial: str) -> Shape:
    """A date or a time to pick."""
    return Shape(required=(("action_id",),), parts=_ASKED, exact=_ACTION, other=_FOCUS | frozenset(initial))


def _typed(*settings: str) -> Shape:
    """A field to type into."""
    return Shape(
        required=(("action_id",),),
        parts={"placeholder": _plain(PLACEHOLDER)},
        exact=_ACTION | {"initial_value": INPUT_VALUE},
        other=_FOCUS | {"dispatch_action_config", *settings},
    )


SHAPES: Mapping[str, Shape] = {
    "section": Shape(
        required=(("text", "fields"),),
        parts={
            "text": _any_text(SECTION_TEXT),
            "fields": _any_text(FIELD_TEXT, SECTION_FIELDS),
            "accessory": Part(INTERACTIVE | MULTI_PICKERS | {"image_element"}),
        },
        exact=_BLOCK,
        other=frozenset({"expand"}),
    ),
    "header": Shape((("text",),), {"text": _plain(HEADER_TEXT)}, _BLOCK),
    "context": Shape(
        (("elements",),),
        {"elements": Part(TEXTS | {"image_element"}, CONTEXT_TEXT, CONTEXT_ELEMENTS)},
        _BLOCK,
    ),
    "actions": Shape((("elements",),), {"elements": Part(INTERACTIVE, most=ACTIONS_ELEMENTS)}, _BLOCK),
    "divider": Shape(exact=_BLOCK),
    "input": Shape(
        (("label",), ("element",)),
        {
            "label": _plain(INPUT_LABEL),
            "hint": _plain(INPUT_HINT),
            "element": Part(PICKERS | MULTI_PICKERS | CHOICES | MOMENTS | FIELDS),
        },
        _BLOCK,
        other=frozenset({"optional", "dispatch_action"}),
    ),
    "image": Shape(
        (("image_url",), ("alt_text",)),
        {"title": _plain(IMAGE_TITLE)},
        _BLOCK | {"image_url": IMAGE_URL},
        {"alt_text": IMAGE_ALT},
    ),
    "alert": Shape(
        (("text",),),
        {"text": _any_text(ALERT_TEXT)},
        _BLOCK,
        choices={"level": ("default", "info", "warning", "error", "success")},
    ),
    "image_element": Shape(
        (("image_url",), ("alt_text",)), exact={"image_url": IMAGE_URL}, prose={"alt_text": IMAGE_ALT}
    ),
    "button": Shape(
        (("text",), ("action_id",)),
        {"text": _plain(BUTTON_TEXT), "confirm": _one("confirm")},
        _ACTION | {"value": BUTTON_VALUE, "url": BUTTON_URL},
        {"accessibility_label": BUTTON_LABEL},
        {"style": ("primary", "danger")},
    ),
    "overflow": Shape(
        (("action_id",), ("options",)),
        {"options": _one("option", OVERFLOW_OPTIONS), "confirm": _one("confirm")},
        _ACTION,
    ),
    "static_select": _static_select("initial_option"),
    "multi_static_select": _static_select("initial_options", "max_selected_items", most=OPTIONS),
    "users_select": _select("initial_user"),
    "multi_users_select": _select("initial_users", "max_selected_items"),
    "conversations_select": _select("initial_conversation", "default_to_current_conversation", "filter"),
    "channels_select": _select("initial_channel"),
    "checkboxes": _choice("initial_options", several=True),
    "radio_buttons": _choice("initial_option", several=False),
    "datepicker": _moment("initial_date"),
    "timepicker": _moment("initial_time", "timezone"),
    "datetimepicker": _moment("initial_date_time"),
    "plain_text_input": _typed("multiline", "min_length", "max_length"),
    "number_input": _typed("is_decimal_allowed", "min_value", "max_value"),
    "confirm": Shape(
        (("title",), ("text",), ("confirm",), ("deny",)),
        {
            "title": _plain(CONFIRM_TITLE),
            "text": _any_text(CONFIRM_TEXT),
            "confirm": _plain(CONFIRM_BUTTON),
            "deny": _plain(CONFIRM_BUTTON),
        },
        choices={"style": ("primary", "danger")},
    ),
    "option": Shape(
        (("text",), ("value",)),
        {"text": _plain(OPTION_TEXT), "description": _plain(OPTION_DESCRIPTION)},
        {"value": OPTION_VALUE, "url": BUTTON_URL},
    ),
    "rich_option": Shape(
        (("text",), ("value",)),
        {"text": _any_text(OPTION_TEXT), "description": _any_text(OPTION_DESCRIPTION)},
        {"value": OPTION_VALUE},
    ),
    "option_group": Shape(
        (("label",), ("options",)),
        {"label": _plain(OPTION_TEXT), "options": _one("option", OPTIONS)},
    ),
}
