"""The shapes every module of the local Slack speaks: JSON objects and the refusal that ends a call."""

from typing import Any

Json = dict[str, Any]

TEAM = "T0SANDBOX1"
TEAM_NAME = "Sandbox"
TEAM_DOMAIN = "sandbox"
OTHER_TEAM = "T0OTHER001"
APP = "A0SANDBOX1"
BOT_USER = "U0BOT00001"
BOT = "B0BOT00001"
BOT_TOKEN = "xoxb-sandbox-bot-token"
APP_TOKEN = "xapp-sandbox-app-token"


class Refused(Exception):
    """Slack's `{"ok": false, "error": …}`; `fields` join the answer."""

    def __init__(self, error: str, **fields: Any) -> None:  # noqa: ANN401 - whatever JSON the answer carries
        super().__init__(error)
        self.error = error
        self.fields = fields

    def answer(self) -> Json:
        """The body that Slack would send."""
        return {"ok": False, "error": self.error, **self.fields}


def invalid_arguments(*messages: str) -> Refused:
    """`invalid_arguments` with its explanations in `response_metadata.messages`."""
    return Refused("invalid_arguments", response_metadata={"messages": [f"[ERROR] {m}" for m in messages]})
