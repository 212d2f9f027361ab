"""What Slack refuses: a call, the error it answers, and the document that says so.

Texts that begin with `$` stand for things of the endpoint under test (see `NAMES`).
"""

from tests.sandbox.slack import refused_blocks
from tests.sandbox.slack.rows import DOCS, METHODS, TEXT_INPUT, Refusal, field_of, modal, mrkdwn, plain, section

VIEWS = f"{DOCS}/reference/views"
NAMES = ("$channel", "$outside", "$archived", "$hidden", "$user", "$left", "$stranger", "$own_ts", "$user_ts")
NOWHERE = "C0NOWHERE9"
CALLS = (
    Refusal("auth.test", {}, "not_authed", f"{METHODS}/auth.test", token="none"),
    Refusal("auth.test", {}, "invalid_auth", f"{METHODS}/auth.test", token="wrong"),
    Refusal("apps.connections.open", {}, "not_allowed_token_type", f"{METHODS}/apps.connections.open"),
    Refusal("users.list", {}, "not_allowed_token_type", f"{METHODS}/users.list", token="app"),
    Refusal("chat.sendMessage", {}, "unknown_method", f"{DOCS}/apis/web-api"),
    Refusal("api.test", {"error": "my_error"}, "my_error", f"{METHODS}/api.test"),
    Refusal("chat.update", {"bad-name": "1"}, "invalid_arg_name", f"{METHODS}/chat.update"),
    Refusal("conversations.history", {}, "invalid_arguments", f"{METHODS}/conversations.history", "channel"),
    Refusal(
        "conversations.history",
        {"channel": "$channel"},
        "missing_scope",
        f"{METHODS}/conversations.history",
        without="channels:history",
    ),
    Refusal(
        "conversations.list",
        {"types": "im"},
        "missing_scope",
        f"{METHODS}/conversations.list",
        without="im:read",
    ),
    Refusal("conversations.list", {"types": "secret"}, "invalid_types", f"{METHODS}/conversations.list"),
    Refusal("conversations.list", {"cursor": "nonsense"}, "invalid_cursor", f"{METHODS}/conversations.list"),
    Refusal("conversations.list", {"limit": "-1"}, "invalid_limit", f"{METHODS}/conversations.list"),
    Refusal("conversations.info", {"channel": NOWHERE}, "channel_not_found", f"{METHODS}/conversations.info"),
    Refusal("conversations.info", {"channel": "$hidden"}, "channel_not_found", f"{METHODS}/conversations.info"),
    Refusal("conversations.members", {"channel": NOWHERE}, "channel_not_found", f"{METHODS}/conversations.members"),
    Refusal("conversations.open", {"users": "U0NOBODY99"}, "user_not_found", f"{METHODS}/conversations.open"),
    Refusal("conversations.open", {"users": "$left"}, "user_disabled", f"{METHODS}/conversations.open"),
    Refusal("conversations.open", {}, "users_list_not_supplied", f"{METHODS}/conversations.open"),
    Refusal(
        "conversations.open",
        {"channel": "$channel"},
        "method_not_supported_for_channel_type",
        f"{METHODS}/conversations.open",
    ),
    Refusal("users.info", {"user": "U0NOBODY99"}, "user_not_found", f"{METHODS}/users.info"),
    Refusal(
        "usergroups.users.list",
        {"usergroup": "S0NOGROUP9"},
        "no_such_subteam",
        f"{METHODS}/usergroups.users.list",
    ),
    Refusal("bots.info", {"bot": "B0NOBODY99"}, "bot_not_found", f"{METHODS}/bots.info"),
    Refusal(
        "files.getUploadURLExternal",
        {"filename": "a.csv", "length": "0"},
        "missing_argument",
        f"{METHODS}/files.getUploadURLExternal",
    ),
    Refusal(
        "files.getUploadURLExternal",
        {"filename": "a.png", "length": "9", "alt_txt": "x" * 1001},
        "alt_txt_too_large",
        f"{METHODS}/files.getUploadURLExternal",
    ),
    Refusal(
        "files.completeUploadExternal",
        {"files": [{"id": "F0NOFILE99"}]},
        "file_not_found",
        f"{METHODS}/files.completeUploadExternal",
    ),
    Refusal("files.info", {"file": "F0NOFILE99"}, "file_not_found", f"{METHODS}/files.info"),
    Refusal(
        "reactions.add",
        {"name": "no such name", "channel": "$channel", "timestamp": "$own_ts"},
        "invalid_name",
        f"{METHODS}/reactions.add",
    ),
    Refusal("reactions.add", {"name": "eyes"}, "no_item_specified", f"{METHODS}/reactions.add"),
    Refusal(
        "reactions.add",
        {"name": "eyes", "channel": "$channel", "timestamp": "1.000001"},
        "message_not_found",
        f"{METHODS}/reactions.add",
    ),
)


def post(error: str, **args: object) -> Refusal:
    """A refused chat.postMessage; the channel is one the bot is in unless given."""
    return Refusal("chat.postMessage", {"channel": "$channel", **args}, error, f"{METHODS}/chat.postMessage")


def update(error: str, **args: object) -> Refusal:
    """A refused chat.update of the bot's own message unless another is given."""
    given = {"channel": "$channel", "ts": "$own_ts", **args}
    return Refusal("chat.update", given, error, f"{METHODS}/chat.update")


def ephemeral(error: str, **args: object) -> Refusal:
    """A refused chat.postEphemeral."""
    given = {"channel": "$channel", "user": "$user", "text": "hi", **args}
    return Refusal("chat.postEphemeral", given, error, f"{METHODS}/chat.postEphemeral")


MESSAGES = (
    post("channel_not_found", channel=NOWHERE, text="hi"),
    post("channel_not_found", channel="$hidden", text="hi"),
    post("not_in_channel", channel="$outside", text="hi"),
    post("is_archived", channel="$archived", text="hi"),
    post("no_text"),
    post("no_text", text=""),
    post("no_text", blocks=[]),
    post("invalid_blocks_format", blocks="no JSON"),
    post("invalid_attachments", attachments=[{"blocks": [{"type": "nonsense"}]}]),
    post("too_many_attachments", attachments=[{"text": "x"}] * 101),
    post("markdown_text_conflict", markdown_text="**x**", text="x"),
    post("msg_too_long", markdown_text="x" * 12_001),
    post("invalid_metadata_format", text="x", metadata="no JSON"),
    post("invalid_metadata_schema", text="x", metadata={"event_type": "x"}),
    post("msg_blocks_too_long", text="x", blocks=[section("x" * 2500)] * 6),
    update("message_not_found", ts="1.000001", text="x"),
    update("channel_not_found", channel=NOWHERE, text="x"),
    update("cant_update_message", ts="$user_ts", text="x"),
    update("msg_too_long", text="x" * 4001),
    update("no_text"),
    update("is_inactive", channel="$archived", text="x"),
    Refusal(
        "chat.delete",
        {"channel": "$channel", "ts": "$user_ts"},
        "cant_delete_message",
        f"{METHODS}/chat.delete",
    ),
    Refusal("chat.delete", {"channel": "$channel", "ts": "1.000001"}, "message_not_found", f"{METHODS}/chat.delete"),
    ephemeral("user_not_in_channel", user="$stranger"),
    ephemeral("channel_not_found", channel=NOWHERE),
    ephemeral("not_in_channel", channel="$outside"),
    ephemeral("no_text", text=""),
    Refusal(
        "chat.getPermalink",
        {"channel": "$channel", "message_ts": "1.000001"},
        "message_not_found",
        f"{METHODS}/chat.getPermalink",
    ),
)


def opened(says: str, document: str, **more: object) -> Refusal:
    """A refused modal; its trigger is never looked at."""
    args = {"trigger_id": "1.2.a", "view": modal(**more)}
    return Refusal("views.open", args, "invalid_arguments", f"{VIEWS}/{document}", says)


SURFACES = (
    Refusal("views.open", {"trigger_id": "1.2.a", "view": modal()}, "invalid_trigger_id", f"{METHODS}/views.open"),
    Refusal("views.push", {"trigger_id": "1.2.a", "view": modal()}, "invalid_trigger_id", f"{METHODS}/views.push"),
    Refusal("views.update", {"view_id": "V0NOVIEW99", "view": modal()}, "not_found", f"{METHODS}/views.update"),
    Refusal(
        "views.publish",
        {"user_id": "$user", "view": modal()},
        "invalid_arguments",
        f"{METHODS}/views.publish",
    ),
    opened("must be less than 25 characters [json-pointer:/view/title/text]", "modal-views", title=plain("x" * 25)),
    opened("must be less than 25 characters [json-pointer:/view/close/text]", "modal-views", close=plain("x" * 25)),
    opened("[json-pointer:/view/title", "modal-views", title=mrkdwn("Title")),
    opened("must be less than 3001 characters", "modal-views", private_metadata="x" * 3001),
    opened("must be less than 256 characters", "modal-views", callback_id="x" * 256),
    opened("no more than 100 items allowed", "modal-views", blocks=[{"type": "divider"}] * 101),
    opened("submit", "modal-views", blocks=[field_of(TEXT_INPUT)]),
    opened("invalid additional property: colour", "modal-views", colour="red"),
    opened("unsupported type: markdown", "modal-views", blocks=[{"type": "markdown", "text": "x"}]),
)


TABLE = (*CALLS, *MESSAGES, *SURFACES, *refused_blocks.ROWS)
