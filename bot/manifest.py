"""The Slack app manifest, made from the list of operations."""

from typing import Any

import yaml

from commands.spec import Command, every_command

# Least scopes: users:read tells guests and strangers, usergroups:read the approvers' group, the two reads of channels
# whether one is shared with another organisation, files:write lets charts and reports into a thread. There is no
# files:read: nothing that people upload is the assistant's to see. The two histories bring the messages of
# channels that the assistant is in; it reads those of other bots in SRE_ALERT_CHANNELS and lets all others go.
BOT_SCOPES = (
    *("commands", "chat:write", "files:write", "users:read", "usergroups:read", "channels:read", "groups:read"),
    *("channels:history", "groups:history"),
)
BOT_EVENTS = ("app_home_opened", "message.channels", "message.groups")


def manifest() -> dict[str, Any]:
    """The manifest as data. Source: https://docs.slack.dev/reference/app-manifest."""
    return {
        "display_information": {
            "name": "SRE Operations Assistant",
            "description": "Vulnerabilities, alerts and patching on AWS; a person approves each change.",
            "background_color": "#1f3a4d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "sre-assistant", "always_online": True},
            "slash_commands": [_slash(command) for command in every_command() if command.row.slash],
        },
        "oauth_config": {"scopes": {"bot": list(BOT_SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(BOT_EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def manifest_yaml() -> str:
    """The manifest as Slack takes it."""
    return yaml.safe_dump(manifest(), sort_keys=False, allow_unicode=True, width=120)


def _slash(command: Command[..., Any]) -> dict[str, Any]:
    """Names in the text arrive escaped, so that a mention is an id and not a name."""
    entry = {"command": command.row.slash, "description": command.row.summary, "should_escape": True}
    hint = " ".join(_hint(name, command) for name in command.params)
    return entry | ({"usage_hint": hint} if hint else {})


def _hint(name: str, command: Command[..., Any]) -> str:
    word = name.removesuffix("s").replace("_", "-") + (" …" if command.params[name].many else "")
    return word if name in command.required else f"[{word}]"
