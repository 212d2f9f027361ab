"""An issue of Jira: its fields, and comments in Atlassian's document format.

https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
"""

import re
from typing import Any

from blocks.delivery.words import facts, headline
from core.delivery.report import Report

_SUMMARY, _LINE = 255, 1000
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")

Node = dict[str, Any]


def label_of(report: Report) -> str:
    """The label by which an issue of an incident is found again; labels have no spaces."""
    return f"sre-{_UNSAFE.sub('-', report.incident_id)}"


def issue_fields(report: Report) -> dict[str, Any]:
    """Summary, description and labels; project and type are the rule's."""
    return {
        "summary": " ".join(headline(report).split())[:_SUMMARY],
        "description": _document(report),
        "labels": ["sre-assistant", label_of(report)],
    }


def comment_body(report: Report) -> Node:
    """What is said when something has changed."""
    return _document(report)


def _document(report: Report) -> Node:
    content = [_list([f"{name}: {value}" for name, value in facts(report)])]
    if report.message:
        content.insert(0, _paragraph(report.message))
    if report.actions:
        content += [_paragraph("Do now:"), _list(report.actions)]
    if report.link:
        content.append(_linked("The incident in Slack", report.link))
    return {"type": "doc", "version": 1, "content": content}


def _paragraph(text: str) -> Node:
    return {"type": "paragraph", "content": [_text(text)]}


def _linked(text: str, url: str) -> Node:
    marked = {**_text(text), "marks": [{"type": "link", "attrs": {"href": url}}]}
    return {"type": "paragraph", "content": [marked]}


def _list(lines: list[str] | tuple[str, ...]) -> Node:
    items = [{"type": "listItem", "content": [_paragraph(line)]} for line in lines]
    return {"type": "bulletList", "content": items}


def _text(text: str) -> Node:
    """Jira refuses empty texts."""
    return {"type": "text", "text": text[:_LINE] or "-"}
