"""Keys by which programs speak MCP over HTTP: only their hashes are kept, and each speaks for one person at most."""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from typing import Annotated

from pydantic import Field, StringConstraints

from core.model import Model
from core.slack_ids import Person

PREFIX = "sre_mcp_"
"""How every key begins, so that one that leaked is recognised."""
EVERY_TOOL = "*"
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$")]


class McpKey(Model):
    """One key. `owner` None: its holder can read, and ask for no change. `tools` are operations; `*` is all of them."""

    name: Name
    sha256: Sha256
    owner: Person | None = None
    tools: tuple[str, ...] = (EVERY_TOOL,)
    per_minute: int = Field(60, ge=1, le=6000)

    def may_use(self, tool: str) -> bool:
        """Whether its holder may call an operation."""
        return EVERY_TOOL in self.tools or tool in self.tools


def hashed(key: str) -> str:
    """What is kept of a key. A key is 256 random bits, so that a plain hash is as good as a slow one."""
    return sha256(key.encode()).hexdigest()


def holder(keys: Iterable[McpKey], presented: str) -> McpKey | None:
    """The key that was presented; every one is compared, and in constant time, so that time tells nothing."""
    given, found = hashed(presented), None
    for key in keys:
        if hmac.compare_digest(key.sha256, given):
            found = key
    return found
