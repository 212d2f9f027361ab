"""The account's events page by page, newest first, as CloudTrail's LookupEvents tells them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from core.strands import Strand
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_cloudtrail.type_defs import (
        EventTypeDef,
        LookupEventsRequestTypeDef,
        LookupEventsResponseTypeDef,
    )

# https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html: 50 events a page, 90 days.
PAGE_SIZE = 50
KEPT = timedelta(days=90)
_TOKEN = "NextToken"  # noqa: S105  the name of a field


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One event: its id, when it happened, and its whole record as JSON text."""

    id: str
    at: datetime
    record: str


@dataclass(frozen=True, slots=True)
class EventPage:
    """Events of one page. `unreadable` counts those that came without an id, a time or a record."""

    events: tuple[StoredEvent, ...]
    more: bool
    unreadable: int = 0


class EventPages:
    """Asks CloudTrail in one region."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    @property
    def region(self) -> str:
        """The region whose events these are."""
        return self._aws.region

    def pages(self, strand: Strand, since: datetime, until: datetime) -> Iterator[EventPage]:
        """The events of a strand between two moments, both included.

        Raises:
            Upstream: a page could not be read.
        """
        request: LookupEventsRequestTypeDef = {
            "LookupAttributes": [{"AttributeKey": strand.attribute, "AttributeValue": strand.value}],
            "StartTime": since,
            "EndTime": until,
            "MaxResults": PAGE_SIZE,
        }

        def ask(token: str) -> "LookupEventsResponseTypeDef":
            with self._aws.asking("cloudtrail", "LookupEvents"):
                client = self._aws.client("cloudtrail")
                return client.lookup_events(**({**request, _TOKEN: token} if token else request))

        for page in every_page(ask, _TOKEN):
            rows = page.get("Events", [])
            events = tuple(event for row in rows if (event := _event(row)))
            yield EventPage(events, bool(page.get(_TOKEN)), len(rows) - len(events))


def _event(row: "EventTypeDef") -> StoredEvent | None:
    at, event_id, record = row.get("EventTime"), row.get("EventId", ""), row.get("CloudTrailEvent", "")
    if at is None or not event_id or not isinstance(_parsed(record), Mapping):
        return None
    return StoredEvent(event_id, at.astimezone(UTC), record)


def _parsed(record: str) -> object:
    try:
        return json.loads(record)
    except (ValueError, RecursionError):
        return None
