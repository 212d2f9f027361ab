"""Finding an interactive element in blocks, and the action that using it becomes."""

from collections.abc import Iterable, Iterator

from sandbox.slack.gestures.parts import Impossible
from sandbox.slack.shapes import Json

# Which field of an action carries what the user chose; buttons carry their own value.
CHOSEN = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "overflow": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
}
INITIAL = {
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "rich_text_value": "initial_value",
    "value": "initial_value",
}
BUTTONS = frozenset({"button", "icon_button", "workflow_button", "feedback_buttons"})
STATELESS = BUTTONS | {"overflow"}
LISTS = frozenset({"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"})


def elements(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Every element with an action_id, with the block it is in, containers and cards included."""
    for block in blocks:
        inside = [block.get("accessory"), block.get("element"), *(block.get("elements") or ())]
        inside += block.get("actions") or ()
        for element in inside:
            if isinstance(element, dict) and element.get("type") == "card":
                yield from elements([{**element, "block_id": element.get("block_id", block["block_id"])}])
            elif isinstance(element, dict) and "action_id" in element:
                yield block, element
        yield from elements(block.get("child_blocks") or ())


def find(blocks: Iterable[Json], given: Json, user: str) -> tuple[Json, Json]:
    """The block and element that a gesture names."""
    wanted = (given.get("block_id"), given.get("action_id"))
    for block, element in elements(blocks):
        if (block.get("block_id"), element["action_id"]) == wanted:
            shown_to = element.get("visible_to_user_ids")
            if shown_to is not None and user not in shown_to:
                raise Impossible(f"{user} does not see {wanted[1]}.")
            return block, element
    raise Impossible(f"There is no {wanted[1]} in block {wanted[0]}.")


def action(block: Json, element: Json, given: Json, ts: str) -> Json:
    """What using an element sends."""
    kind = element["type"]
    used: Json = {"type": kind, "action_id": element["action_id"], "block_id": block["block_id"]}
    if kind in BUTTONS:
        used |= _pressed(element, given)
    else:
        used |= {CHOSEN[kind]: chosen(element, given)}
    if "confirm" in element:
        used["confirm"] = element["confirm"]
    return used | {"action_ts": ts}


def chosen(element: Json, given: Json) -> object:
    """What the user chose: an option as the app declared it, or any other value as given."""
    field = CHOSEN[element["type"]]
    value = given.get(field)
    if field == "selected_option" and value is not None:
        return _option(element, value)
    if field == "selected_options":
        return [_option(element, item) for item in value or ()]
    return value


def state(blocks: Iterable[Json], values: Json) -> Json:
    """`state.values`: what every stateful element holds, given or initial."""
    held: Json = {}
    for block, element in elements(blocks):
        if element["type"] in STATELESS:
            continue
        field = CHOSEN[element["type"]]
        given = values.get(block["block_id"], {}).get(element["action_id"])
        empty: list[Json] | None = [] if field in LISTS else None
        value = element.get(INITIAL.get(field, ""), empty) if given is None else chosen(element, given)
        entry = {"type": element["type"], field: value}
        held.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return held


def _pressed(element: Json, given: Json) -> Json:
    if element["type"] == "feedback_buttons":
        buttons = [element["positive_button"], element["negative_button"]]
        pressed = next((b for b in buttons if b["value"] == given.get("value")), None)
        if pressed is None:
            raise Impossible(f"There is no feedback button {given.get('value')}.")
        return {"text": pressed["text"], "value": pressed["value"]}
    kept = ("text", "value", "style", "url", "accessibility_label")
    return {name: element[name] for name in kept if name in element}


def _option(element: Json, given: object) -> Json:
    wanted = given.get("value") if isinstance(given, dict) else given
    groups: list[Json] = element.get("option_groups") or []
    offered = [*(element.get("options") or ()), *(o for group in groups for o in group["options"])]
    if not offered and isinstance(given, dict):
        return given  # an external source: the app itself offered it
    for option in offered:
        if option["value"] == wanted:
            return dict(option)
    raise Impossible(f"{element['action_id']} offers no {wanted}.")
