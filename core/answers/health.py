"""How the assistant itself is doing."""

from datetime import datetime
from enum import StrEnum

from core.model import Model


class State(StrEnum):
    """Of one part. UNKNOWN is not good: nobody could tell."""

    GOOD = "good"
    LIMITED = "limited"
    DOWN = "down"
    UNKNOWN = "unknown"


class Part(Model):
    """One part of the assistant: what it is, how it is, what that means and what to do."""

    name: str
    state: State
    detail: str
    advice: str = ""
    since: datetime | None = None


class Health(Model):
    """All parts, in the order people look for them.

    `status` is "healthy", "degraded" or "unhealthy"; `bot_status` "active" or the reason it is not; `mcp_status`
    "connected" when what an MCP client's calls need is there, or what is missing.
    """

    status: str
    bot_status: str
    mcp_status: str
    version: str
    at: datetime
    parts: tuple[Part, ...] = ()
