"""Messages of other bots in watched channels are alerts too: stored before Slack is told that they were taken."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import App

from bot.slack.desk import Desk
from core.clock import Clock
from workflows.alerts.arrivals import Arrival
from workflows.alerts.intake import Intake

_STORED_WITHIN_S = 2.0
_SUBTYPES = frozenset({"", "bot_message"})
SOURCE = "slack"


class Watched:
    """The channels that are watched, and where their alerts go. `own` tells whether a bot is the assistant itself."""

    def __init__(self, channels: frozenset[str], intake: Intake, own: Callable[[Mapping[str, Any]], bool]) -> None:
        self._channels = channels
        self._intake = intake
        self._own = own

    def register(self, app: App, desk: Desk) -> None:
        """Listen to messages; those of people and in other channels are let go unread."""

        def listen(event: dict[str, Any]) -> None:
            if arrival := self.arrival(event, desk.clock):
                self._intake.accept(arrival).result(_STORED_WITHIN_S)

        app.event("message")(listen)

    def arrival(self, event: Mapping[str, Any], clock: Clock) -> Arrival | None:
        """The alert that a message is, None where it is none: of people, of ours, in a thread or elsewhere."""
        if event.get("channel") not in self._channels or not event.get("bot_id") or self._own(event):
            return None
        if event.get("subtype", "") not in _SUBTYPES or event.get("thread_ts", event.get("ts")) != event.get("ts"):
            return None
        key = f"slack-{event['channel']}-{event.get('ts', '')}"
        return Arrival(SOURCE, json.dumps(payload(event)), clock.now(), key)


def payload(event: Mapping[str, Any]) -> dict[str, Any]:
    """The message as generic JSON: the first line is its title, attachments bring colour and fields."""
    attachments = [each for each in event.get("attachments") or () if isinstance(each, dict)]
    first = attachments[0] if attachments else {}
    texts = [str(event.get("text") or ""), *_texts(event.get("blocks") or ())]
    texts += [str(each.get(key) or "") for each in attachments for key in ("pretext", "title", "text", "fallback")]
    said = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    return {
        "title": (said[0] if said else "A message without text").partition("\n")[0][:300],
        "message": "\n".join(said),
        "severity": _severity(str(first.get("color") or "")),
        "labels": {
            str(field.get("title")): str(field.get("value"))
            for each in attachments
            for field in each.get("fields") or ()
            if isinstance(field, dict)
        },
        "service": str(event.get("username") or (event.get("bot_profile") or {}).get("name") or ""),
        "timestamp": float(event["ts"]) if str(event.get("ts", "")).replace(".", "", 1).isdigit() else None,
    }


def _severity(colour: str) -> str:
    """What the bar beside an attachment says; its names are Slack's own."""
    return {"danger": "high", "warning": "warning", "good": "ok"}.get(colour, "")


def _texts(blocks: object) -> list[str]:
    found: list[str] = []
    waiting = list(blocks) if isinstance(blocks, list | tuple) else []
    while waiting and len(found) < 50:  # noqa: PLR2004  as many blocks as a message can have
        part = waiting.pop(0)
        if isinstance(part, dict):
            if isinstance(said := part.get("text"), str):
                found.append(said)
            waiting += [value for value in part.values() if isinstance(value, dict | list)]
        elif isinstance(part, list):
            waiting += part
    return found
