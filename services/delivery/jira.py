"""Issues of Jira.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/
"""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from core.errors import Cause, Upstream
from services.delivery.web import Web


class Jira:
    """`url` is of the site, such as https://acme.atlassian.net; `user` and `token` are of an account of its own."""

    def __init__(self, url: str, user: str, token: str) -> None:
        basic = b64encode(f"{user}:{token}".encode()).decode()
        self._web = Web("Jira", {"Authorization": f"Basic {basic}"})
        self._url = f"{url.rstrip('/')}/rest/api/3"

    def find(self, project: str, label: str) -> str:
        """The key of the issue with a label, "" where there is none."""
        jql = f'project = "{project}" AND labels = "{label}"'
        answer = self._web.ask("POST", f"{self._url}/search/jql", {"jql": jql, "maxResults": 1, "fields": ["summary"]})
        issues = answer.said.get("issues", []) if isinstance(answer.said, dict) else []
        return str(issues[0]["key"]) if issues else ""

    def create(self, fields: Mapping[str, Any]) -> str:
        """Make an issue; its key. Jira makes two of two requests: look before this is repeated."""
        answer = self._web.ask("POST", f"{self._url}/issue", {"fields": dict(fields)})
        key = answer.said.get("key") if isinstance(answer.said, dict) else None
        if not key:
            raise Upstream("Jira did not say which issue it made.", cause=Cause.BROKEN, retryable=True)
        return str(key)

    def rename(self, key: str, summary: str) -> None:
        """Give an issue another summary."""
        self._web.ask("PUT", self._issue(key), {"fields": {"summary": summary}})

    def comment(self, key: str, body: Mapping[str, Any]) -> None:
        """Say something in an issue; `body` is a document of Atlassian's."""
        self._web.ask("POST", f"{self._issue(key)}/comment", {"body": dict(body)})

    def move(self, key: str, transition: str) -> bool:
        """Take an issue through a transition by its name; False: none of that name leads on from where it is."""
        answer = self._web.ask("GET", f"{self._issue(key)}/transitions")
        offered = answer.said.get("transitions", []) if isinstance(answer.said, dict) else []
        ids = [each["id"] for each in offered if str(each.get("name", "")).casefold() == transition.casefold()]
        if ids:
            self._web.ask("POST", f"{self._issue(key)}/transitions", {"transition": {"id": ids[0]}})
        return bool(ids)

    def _issue(self, key: str) -> str:
        return f"{self._url}/issue/{quote(key, safe='')}"
