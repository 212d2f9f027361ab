"""A Jira site with one project: issues, comments, transitions and searches by label.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/
"""

import re
from base64 import b64decode
from binascii import Error
from dataclasses import dataclass, field

from sandbox.receivers.received import Json, Received

PROJECT, USER, TOKEN = "OPS", "bot@example.com", "sandbox-jira-token"
_TYPES = {"Task", "Bug", "Incident"}
_NEXT = {"To Do": {"11": "In Progress", "31": "Done"}, "In Progress": {"31": "Done"}, "Done": {"21": "To Do"}}
_NAMES = {"11": "Start", "31": "Done", "21": "Reopen"}
_JQL = re.compile(r'project = "(?P<project>[A-Z0-9_]+)" AND labels = "(?P<label>[^"\s]+)"')
_SUMMARY = 255
Answer = tuple[int, Json | None]


@dataclass
class _Issue:
    key: str
    fields: Json
    status: str = "To Do"
    comments: list[Json] = field(default_factory=list)


class JiraSite:
    """Answers one request at a time."""

    def __init__(self, received: Received) -> None:
        self._received = received
        self._issues: dict[str, _Issue] = {}

    def answer(self, method: str, path: str, authorization: str, body: Json) -> Answer:
        """Status and body; what Jira refuses is refused in its form."""
        if not _is_user(authorization):
            return 401, _errors("Client must be authenticated to access this resource.")
        parts = path.removeprefix("/rest/api/3/").strip("/").split("/")
        match method, parts:
            case "POST", ["issue"]:
                return self._create(body)
            case "POST", ["search", "jql"]:
                return self._search(body)
            case _, ["issue", key, *rest]:
                issue = self._issues.get(key)
                return self._about(issue, method, rest, body) if issue else (404, _missing())
        return 404, _errors("null for uri")

    def _about(self, issue: _Issue, method: str, rest: list[str], body: Json) -> Answer:
        match method, rest:
            case "PUT", []:
                return _edit(issue, body)
            case "POST", ["comment"]:
                return self._comment(issue, body)
            case "GET", ["transitions"]:
                return _transitions(issue)
            case "POST", ["transitions"]:
                return self._move(issue, body)
        return 404, _errors("null for uri")

    def _create(self, body: Json) -> Answer:
        fields = body.get("fields") or {}
        if problems := _problems(fields):
            return 400, {"errorMessages": [], "errors": problems}
        issue = _Issue(f"{PROJECT}-{len(self._issues) + 1}", dict(fields))
        self._issues[issue.key] = issue
        self._received.note("jira", did="created", key=issue.key, summary=fields["summary"], labels=fields["labels"])
        return 201, {"id": str(10_000 + len(self._issues)), "key": issue.key, "self": f"/rest/api/3/issue/{issue.key}"}

    def _search(self, body: Json) -> Answer:
        found = _JQL.fullmatch(str(body.get("jql", "")))
        if not found:
            return 400, _errors("Error in the JQL Query.")
        if found["project"] != PROJECT:
            return 400, _errors(f"The value '{found['project']}' does not exist for the field 'project'.")
        issues = [each for each in self._issues.values() if found["label"] in each.fields.get("labels", ())]
        return 200, {"issues": [{"id": each.key, "key": each.key, "fields": {}} for each in issues], "isLast": True}

    def _comment(self, issue: _Issue, body: Json) -> Answer:
        if not _is_document(body.get("body")):
            return 400, {"errorMessages": [], "errors": {"comment": "Comment body is not valid!"}}
        issue.comments.append(body)
        self._received.note("jira", did="commented", key=issue.key)
        return 201, {"id": str(len(issue.comments))}

    def _move(self, issue: _Issue, body: Json) -> Answer:
        wanted = str((body.get("transition") or {}).get("id", ""))
        if wanted not in _NEXT[issue.status]:
            return 400, _errors(f"It seems that you have tried to perform an illegal workflow operation ({wanted}).")
        issue.status = _NEXT[issue.status][wanted]
        self._received.note("jira", did="moved", key=issue.key, status=issue.status)
        return 204, None


def _edit(issue: _Issue, body: Json) -> Answer:
    summary = (body.get("fields") or {}).get("summary", issue.fields["summary"])
    if not isinstance(summary, str) or not 0 < len(summary) <= _SUMMARY or "\n" in summary:
        return 400, {"errorMessages": [], "errors": {"summary": "Summary must be less than 255 characters."}}
    issue.fields["summary"] = summary
    return 204, None


def _transitions(issue: _Issue) -> Answer:
    offered = [{"id": each, "name": _NAMES[each], "to": {"name": to}} for each, to in _NEXT[issue.status].items()]
    return 200, {"transitions": offered}


def _problems(fields: Json) -> Json:
    problems = {}
    if (fields.get("project") or {}).get("key") != PROJECT:
        problems["project"] = "valid project is required"
    if (fields.get("issuetype") or {}).get("name") not in _TYPES:
        problems["issuetype"] = "Specify a valid issue type"
    summary = fields.get("summary")
    if not isinstance(summary, str) or not summary.strip():
        problems["summary"] = "You must specify a summary of the issue."
    elif len(summary) > _SUMMARY or "\n" in summary:
        problems["summary"] = "Summary must be less than 255 characters."
    if "description" in fields and not _is_document(fields["description"]):
        problems["description"] = "Operation value must be an Atlassian Document"
    if any(" " in str(label) or not label for label in fields.get("labels", [])):
        problems["labels"] = "The label contains spaces which is invalid."
    return problems


def _is_document(value: object) -> bool:
    """A document of version 1 whose texts are not empty, all the way down."""
    return isinstance(value, dict) and value.get("type") == "doc" and value.get("version") == 1 and _is_node(value)


def _is_node(node: object) -> bool:
    if not isinstance(node, dict) or not isinstance(node.get("type"), str):
        return False
    if node["type"] == "text":
        return isinstance(node.get("text"), str) and bool(node["text"])
    return all(map(_is_node, node.get("content", [])))


def _is_user(authorization: str) -> bool:
    scheme, _, encoded = authorization.partition(" ")
    try:
        return scheme == "Basic" and b64decode(encoded, validate=True).decode() == f"{USER}:{TOKEN}"
    except (Error, ValueError):
        return False


def _missing() -> Json:
    return _errors("Issue does not exist or you do not have permission to see it.")


def _errors(text: str) -> Json:
    return {"errorMessages": [text], "errors": {}}
