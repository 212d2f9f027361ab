"""A running sandbox, its clients, and a tiny app connected to it."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.slack.server import Running, running

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Test app"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "test-bot"},
        "slash_commands": [
            {"command": "/plain", "description": "Plain text"},
            {"command": "/escaped", "description": "Escaped text", "should_escape": True},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "commands",
                "chat:write",
                "users:read",
                "usergroups:read",
                "channels:read",
                "groups:read",
                "files:write",
                "files:read",
                "app_mentions:read",
                "im:history",
                "im:write",
                "reactions:write",
                "team:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.im"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


@dataclass(frozen=True)
class Control:
    """Acts as users of the workspace, over the control API."""

    url: str

    def get(self, path: str) -> Any:
        """What the control API shows."""
        return self._send(urllib.request.Request(f"{self.url}/control/{path}"))

    def post(self, path: str, **given: object) -> Any:
        """What a gesture led to."""
        body = json.dumps({key.removesuffix("_"): value for key, value in given.items()}).encode()
        return self._send(urllib.request.Request(f"{self.url}/control/{path}", body))

    def messages(self, user: str, channel: str) -> Any:
        """The messages a user sees in a channel."""
        return self.get(f"messages?as={user}&channel={channel}")["messages"]

    def _send(self, request: urllib.request.Request) -> Any:
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                return json.load(error)


@pytest.fixture(scope="session")
def server() -> Iterator[Running]:
    with running(MANIFEST) as slack:
        yield slack


@pytest.fixture
def slack(server: Running) -> Running:
    Control(server.url).post("reset")
    return server


@pytest.fixture
def control(slack: Running) -> Control:
    return Control(slack.url)


@pytest.fixture
def client(slack: Running) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url)
