"""What volumes and snapshots hold, and what is on its way with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.aws.errors import AwsError
from sandbox.aws.life import Disk, Life


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a root volume holds: the disk, None for the one its machine was seeded with, and if its service works."""

    disk: Disk | None = None
    serving: bool = True

    @classmethod
    def of(cls, life: Life) -> "Imprint":
        """What a machine's root volume holds now."""
        return cls(life.disk, life.serving)

    def onto(self, life: Life, now: datetime) -> None:
        """Let a machine boot from it next."""
        life.disk = self.disk
        life.serve(now, works=self.serving)


@dataclass(slots=True)
class Take:
    """A snapshot on its way: `due` is None while it will never be over, `imprint` None when it is not of a root."""

    started: datetime
    seen_from: datetime
    due: datetime | None
    imprint: Imprint | None = None
    message: str = ""
    completed: datetime | None = None
    progress: str = ""


@dataclass(slots=True)
class Storage:
    """The volumes and snapshots of an account beside what moto keeps; `moving` are states that moto does not have."""

    imprints: dict[str, Imprint] = field(default_factory=dict)
    takes: dict[str, Take] = field(default_factory=dict)
    moving: dict[str, str] = field(default_factory=dict)
    attaching: dict[str, str] = field(default_factory=dict)
    lineages: dict[str, str] = field(default_factory=dict)

    def lineage(self, volume_id: str) -> str:
        """The volume a chain of root replacements began with."""
        return self.lineages.get(volume_id, volume_id)


@dataclass(slots=True)
class Tokens:
    """Client tokens, by operation and token: the request each came with, and what it made."""

    known: dict[tuple[str, str], tuple[Mapping[str, Any], str]] = field(default_factory=dict)

    def made(self, operation: str, params: Mapping[str, Any]) -> str | None:
        """What the same request has made before; raises AwsError when another request had its token."""
        found = self.known.get((operation, params.get("ClientToken", "")))
        if found is None:
            return None
        if found[0] != params:
            text = "Arguments on this idempotent request are inconsistent with arguments used in previous request(s)."
            raise AwsError("IdempotentParameterMismatch", text)
        return found[1]

    def keep(self, operation: str, params: Mapping[str, Any], made: str) -> None:
        """Remember what a request made, where it has a token."""
        if params.get("ClientToken"):
            self.known[operation, params["ClientToken"]] = (params, made)
