"""Connections to a machine that its network turned away, by flow logs."""

from datetime import datetime

from core.gaps import Gap
from core.model import Model


class Reject(Model):
    """How often one address was turned away at one port; `flows` are records of a minute or ten, not packets."""

    source_ip: str
    port: int
    flows: int
    packets: int = 0


class Rejects(Model):
    """The most frequent ones of a span; where flow logs are not kept a gap by choice says so."""

    rejects: tuple[Reject, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    gaps: tuple[Gap, ...] = ()
