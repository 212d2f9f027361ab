"""The Slack app manifest."""

import yaml

from bot.manifest import BOT_SCOPES, manifest, manifest_yaml
from commands import COMMANDS


def test_every_slash_command_is_in_it_with_its_arguments() -> None:
    made = {each["command"]: each for each in manifest()["features"]["slash_commands"]}
    assert list(made) == [row.slash for row in COMMANDS if row.slash]
    assert made["/sre-vuln-check"]["usage_hint"] == "[instance-id …] [severity]"
    assert made["/sre-vuln-analyze"]["usage_hint"] == "instance-id"
    assert "usage_hint" not in made["/sre-health"]


def test_it_asks_for_no_more_than_it_uses() -> None:
    settings = manifest()["settings"]
    assert settings["socket_mode_enabled"]
    assert settings["event_subscriptions"]["bot_events"] == ["app_home_opened", "message.channels", "message.groups"]
    assert manifest()["oauth_config"]["scopes"]["bot"] == list(BOT_SCOPES)
    histories = {scope for scope in BOT_SCOPES if "history" in scope}
    assert histories == {"channels:history", "groups:history"}
    assert not {scope for scope in BOT_SCOPES if scope.startswith("admin")}


def test_what_is_printed_is_what_is_meant() -> None:
    assert yaml.safe_load(manifest_yaml()) == manifest()
