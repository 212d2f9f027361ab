"""An Adaptive Card for Microsoft Teams.

https://adaptivecards.io/explorer/
"""

import re
from typing import Any

from blocks.delivery.words import facts, headline
from core.delivery.report import Report

_STYLES = {"critical": "attention", "high": "attention", "medium": "warning"}
_LINE = 1000
# Cards of Teams read a part of Markdown in texts; names of strangers are mere words.
_MARKDOWN = re.compile(r"([\\`*_\[\]()#>~|])")


def teams_message(report: Report) -> dict[str, Any]:
    """The message that a workflow posts."""
    style = "good" if not report.open else _STYLES.get(report.severity, "default")
    body: list[dict[str, Any]] = [
        {"type": "TextBlock", "text": _plain(headline(report)), "weight": "bolder", "size": "medium", "wrap": True},
        {"type": "FactSet", "facts": [{"title": name, "value": _plain(value)} for name, value in facts(report)]},
    ]
    if report.message:
        body.insert(1, {"type": "TextBlock", "text": _plain(report.message), "wrap": True, "isSubtle": True})
    body += [
        {"type": "TextBlock", "text": f"{number}. {_plain(each)}", "wrap": True, "fontType": "monospace"}
        for number, each in enumerate(report.actions, start=1)
    ]
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [{"type": "Container", "style": style, "items": body}],
    }
    if report.link:
        card["actions"] = [{"type": "Action.OpenUrl", "title": "Open in Slack", "url": report.link}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split())[:_LINE])
