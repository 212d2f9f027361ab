"""What Slack sends about who asked and where, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.actor import Actor, Door
from services.slack.outbox import METADATA


@dataclass(frozen=True, slots=True)
class Asked:
    """One slash command or click. `response_url` and `trigger_id` are bearer secrets and go into no log.

    A click in a view has no `response_url`; `message_ts` is the message that was clicked, where there is one,
    and `message_key` the outbox's name for it.
    """

    actor: Actor
    response_url: str
    trigger_id: str
    message_ts: str = ""
    message_key: str = ""
    in_modal: bool = False

    @classmethod
    def by_command(cls, body: Mapping[str, Any]) -> "Asked":
        """From a slash command's payload."""
        actor = Actor(Door.SLACK, str(body["team_id"]), str(body["user_id"]), str(body.get("channel_id", "")))
        return cls(actor, str(body.get("response_url", "")), str(body.get("trigger_id", "")))

    @classmethod
    def by_click(cls, body: Mapping[str, Any]) -> "Asked":
        """From a block_actions payload; the team is the one of the person who clicked."""
        user = body["user"]
        team = str(user.get("team_id") or (body.get("team") or {}).get("id", ""))
        channel = str((body.get("channel") or {}).get("id", ""))
        actor = Actor(Door.SLACK, team, str(user["id"]), channel)
        return cls(
            actor,
            str(body.get("response_url", "")),
            str(body.get("trigger_id", "")),
            message_ts=str((body.get("container") or {}).get("message_ts", "")),
            message_key=_outbox_key((body.get("message") or {}).get("metadata") or {}),
            in_modal=(body.get("view") or {}).get("type") == "modal",
        )

    @classmethod
    def by_submission(cls, body: Mapping[str, Any]) -> "Asked":
        """From a view_submission payload, which tells no channel and can be answered through no URL."""
        user = body["user"]
        team = str(user.get("team_id") or (body.get("team") or {}).get("id", ""))
        return cls(Actor(Door.SLACK, team, str(user["id"])), "", str(body.get("trigger_id", "")))

    def in_channel(self, channel_id: str) -> "Asked":
        """The same, about something that stands in a channel."""
        return replace(self, actor=replace(self.actor, channel_id=channel_id))


def _outbox_key(metadata: Mapping[str, Any]) -> str:
    """The key that the outbox gave a message, empty for any other."""
    if metadata.get("event_type") != METADATA:
        return ""
    return str((metadata.get("event_payload") or {}).get("key", ""))
