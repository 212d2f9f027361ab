"""Reads the app manifest that the app is installed from into the few facts the sandbox acts on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from sandbox.slack.shapes import Json


@dataclass(frozen=True)
class Command:
    """One slash command as the manifest declares it."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Manifest:
    """What the installed app may do."""

    app_name: str = "Sandbox app"
    bot_name: str = "sandbox-bot"
    commands: tuple[Command, ...] = ()
    scopes: tuple[str, ...] = ()
    events: frozenset[str] = frozenset()
    home_tab: bool = False
    messages_tab: bool = True
    takes_messages: bool = True
    interactive: bool = False
    source: Json = field(default_factory=dict)

    def command(self, name: str) -> Command | None:
        """The slash command of that name, or None when the app declares none."""
        return next((c for c in self.commands if c.command == name), None)


def read(source: Path | str | Mapping[str, object]) -> Manifest:
    """Read a manifest from YAML (JSON is YAML) or from an already parsed mapping."""
    parsed = dict(source) if isinstance(source, Mapping) else yaml.safe_load(Path(source).read_text("utf-8"))
    if not isinstance(parsed, dict):
        raise TypeError("The manifest is not a mapping.")
    return _from_parsed(parsed)


def _from_parsed(parsed: Json) -> Manifest:
    features: Json = parsed.get("features") or {}
    settings: Json = parsed.get("settings") or {}
    home: Json = features.get("app_home") or {}
    name = (parsed.get("display_information") or {}).get("name", Manifest.app_name)
    return Manifest(
        app_name=name,
        bot_name=(features.get("bot_user") or {}).get("display_name", name),
        commands=tuple(_command(c) for c in features.get("slash_commands") or ()),
        scopes=tuple(((parsed.get("oauth_config") or {}).get("scopes") or {}).get("bot") or ()),
        events=frozenset((settings.get("event_subscriptions") or {}).get("bot_events") or ()),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        takes_messages=_takes_messages(home),
        interactive=bool((settings.get("interactivity") or {}).get("is_enabled", False)),
        source=parsed,
    )


def _takes_messages(home: Json) -> bool:
    is_read_only = home.get("messages_tab_read_only_enabled", False)
    return bool(home.get("messages_tab_enabled", True)) and not is_read_only


def _command(declared: Json) -> Command:
    return Command(
        command=declared["command"],
        description=declared.get("description", ""),
        usage_hint=declared.get("usage_hint", ""),
        should_escape=bool(declared.get("should_escape", False)),
    )
