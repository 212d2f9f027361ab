"""Messages in Microsoft Teams, through the address of a workflow.

https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
"""

from collections.abc import Mapping
from typing import Any

from services.delivery.web import Web


class Teams:
    """`url` is a secret: whoever has it can post."""

    def __init__(self, url: str) -> None:
        self._web = Web("Microsoft Teams")
        self._url = url

    def post(self, message: Mapping[str, Any], key: str) -> None:
        """Post one; a workflow edits none, and knows no keys: they are for whoever reads its log."""
        self._web.ask("POST", self._url, dict(message), {"Idempotency-Key": key})
