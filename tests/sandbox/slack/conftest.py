"""A running sandbox, its clients, and a tiny app connected to it."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.slack.server import Running, running
from sandbox.slack.shapes import Json

MANIFEST: Json = {
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

    def get(self, path: str) -> Json:
        """What the control API shows."""
        return self._send("GET", path, None)

    def post(self, path: str, **given: object) -> Json:
        """What a gesture led to; `as_` stands for `as`."""
        return self._send("POST", path, json.dumps({key.rstrip("_"): value for key, value in given.items()}))

    def messages(self, user: str, channel: str) -> list[Json]:
        """The messages a user sees in a channel."""
        shown: list[Json] = self.get(f"messages?as={user}&channel={channel}")["messages"]
        return shown

    def _send(self, method: str, path: str, body: str | None) -> Json:
        with closing(HTTPConnection(self.url.removeprefix("http://"), timeout=10)) as connection:
            connection.request(method, f"/control/{path}", body)
            answer: Json = json.loads(connection.getresponse().read())
            return answer


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


def error_of(call: Callable[[], object]) -> str:
    """The error that Slack's client raises for a call."""
    with pytest.raises(SlackApiError) as raised:
        call()
    return str(raised.value.response["error"])


def posted(url: str, body: str) -> tuple[int, str]:
    """Status and body of the answer to a plain POST, such as one to a response URL."""
    parts = urlsplit(url)
    with closing(HTTPConnection(parts.netloc, timeout=10)) as connection:
        connection.request("POST", parts.path, body)
        response = connection.getresponse()
        return response.status, response.read().decode()
