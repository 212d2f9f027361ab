"""Who asks, through which door, and what an operation does to the world."""

from dataclasses import dataclass
from enum import StrEnum


class Door(StrEnum):
    """A way into the operations."""

    SLACK = "slack"
    CLI = "cli"
    MCP = "mcp"
    SCHEDULER = "scheduler"


class Effect(StrEnum):
    """What an operation does to the world outside."""

    READ = "read"
    WRITE = "write"
    DESTRUCTIVE = "destructive"


@dataclass(frozen=True, slots=True)
class Actor:
    """A caller. Authority rests on `team_id` and `user_id` only, never on a name.

    `user_id` is a Slack user id; empty where the door knows none (the command line before it is mapped).
    `channel_id` is where a Slack caller asked, empty elsewhere.
    """

    door: Door
    team_id: str = ""
    user_id: str = ""
    channel_id: str = ""
