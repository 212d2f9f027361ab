"""The Web API methods: one table says what each needs, one module per family does it."""

from sandbox.slack.calls import Method, Token
from sandbox.slack.methods import auth, chat, conversations, files, reactions, usergroups, users, views

_TABLE = (
    Method("api.test", auth.api_test, token=Token.NONE),
    Method("auth.test", auth.auth_test, token=Token.EITHER),
    Method("apps.connections.open", auth.connections_open, scope="connections:write", token=Token.APP),
    Method("blocks.validate", auth.blocks_validate, token=Token.NONE),
    Method("bots.info", auth.bots_info, scope="users:read", form_only=True),
    Method("team.info", auth.team_info, scope="team:read", form_only=True),
    Method("chat.postMessage", chat.post_message, scope="chat:write", required=("channel",)),
    Method("chat.postEphemeral", chat.post_ephemeral, scope="chat:write", required=("channel", "user")),
    Method("chat.update", chat.update, scope="chat:write", required=("channel", "ts")),
    Method("chat.delete", chat.delete, scope="chat:write", required=("channel", "ts")),
    Method("chat.getPermalink", chat.get_permalink, required=("channel", "message_ts"), form_only=True),
    Method("conversations.info", conversations.info, required=("channel",), form_only=True),
    Method("conversations.list", conversations.list_, form_only=True),
    Method("conversations.members", conversations.members, required=("channel",), form_only=True),
    Method("conversations.open", conversations.open_, scope="im:write"),
    Method("conversations.history", conversations.history, required=("channel",)),
    Method("conversations.replies", conversations.replies, required=("channel", "ts"), form_only=True),
    Method("users.info", users.info, scope="users:read", required=("user",), form_only=True),
    Method("users.list", users.list_, scope="users:read", form_only=True),
    Method("usergroups.list", usergroups.list_, scope="usergroups:read", form_only=True),
    Method(
        "usergroups.users.list",
        usergroups.users_list,
        scope="usergroups:read",
        required=("usergroup",),
        form_only=True,
    ),
    Method("views.open", views.open_, required=("trigger_id", "view")),
    Method("views.push", views.push, required=("trigger_id", "view")),
    Method("views.update", views.update, required=("view",)),
    Method("views.publish", views.publish, required=("user_id", "view")),
    Method(
        "files.getUploadURLExternal",
        files.get_upload_url,
        scope="files:write",
        required=("filename", "length"),
        form_only=True,
    ),
    Method("files.completeUploadExternal", files.complete_upload, scope="files:write", required=("files",)),
    Method("files.info", files.info, scope="files:read", required=("file",), form_only=True),
    Method("files.delete", files.delete, scope="files:write", required=("file",)),
    Method("reactions.add", reactions.add, scope="reactions:write", required=("name",)),
    Method("reactions.remove", reactions.remove, scope="reactions:write", required=("name",)),
)
METHODS = {method.name: method for method in _TABLE}
