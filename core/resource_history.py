"""What a resource looked like, by AWS Config: one item for each change of it."""

from datetime import datetime
from typing import Any

from pydantic import Field

from core.gaps import Gap
from core.model import Model


class ConfigurationItem(Model):
    """A resource from `at` on. `configuration` is as its service describes it; empty where it was deleted.

    `more` is what other calls than the describing one tell (Config calls it supplementary). `events` are ids of the
    CloudTrail events behind the change, where Config knows them.
    """

    at: datetime
    status: str
    configuration: dict[str, Any]
    more: dict[str, Any] = Field(default_factory=dict)
    tags: dict[str, str] = Field(default_factory=dict)
    events: tuple[str, ...] = ()

    @property
    def deleted(self) -> bool:
        """Whether it is gone since then."""
        return self.status in ("ResourceDeleted", "ResourceDeletedNotRecorded")


class ResourceHistory(Model):
    """Items of one resource, newest first; one that Config does not record is a gap by choice."""

    resource_type: str
    resource_id: str
    items: tuple[ConfigurationItem, ...] = ()
    gaps: tuple[Gap, ...] = ()
