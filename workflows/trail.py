"""What happened in the account between two moments, by CloudTrail's events."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.clock import Clock
from core.errors import Upstream
from core.gaps import Gap
from core.strands import CHANGES, Strand
from services.aws.deadline import answering_within
from services.aws.event_pages import EventPage, StoredEvent

_WITHIN_S = 3.5  # of the 5 s in which an answer is promised


@dataclass(frozen=True, slots=True)
class TrailAnswer:
    """Events of a span as plain CloudTrail records, oldest first; `gaps` name what is missing.

    CloudTrail was asked for what happened until `read_until`, of which the newest minutes may not have come yet. All
    that is kept since `oldest_read` is there; None: nothing has been read. `events` may read as it is iterated over.
    """

    events: Sequence[Mapping[str, object]]
    gaps: tuple[Gap, ...]
    read_until: datetime | None
    oldest_read: datetime | None


class Pages(Protocol):
    """The events of one region; see `services.aws.event_pages`."""

    def pages(self, strand: Strand, since: datetime, until: datetime) -> Iterator[EventPage]:
        """Page by page, newest first."""
        ...


class Trail:
    """Reads the account's events."""

    def __init__(self, pages: Pages, clock: Clock) -> None:
        self._pages = pages
        self._clock = clock

    def events(self, since: datetime, until: datetime) -> TrailAnswer:
        """What happened between two moments; nothing is raised, `gaps` tell what is missing."""
        found: dict[str, StoredEvent] = {}
        oldest, gaps = until, []
        try:
            with answering_within(_WITHIN_S, self._clock):
                for page in self._pages.pages(CHANGES, since, until):
                    found |= {each.id: each for each in page.events}
                    oldest = min((each.at for each in page.events), default=oldest) if page.more else since
        except Upstream as error:
            what = f"events before {oldest:%Y-%m-%d %H:%M} UTC"
            gaps.append(Gap(what=what, why=error.sentence, advice=error.advice))
        ordered = sorted(found.values(), key=lambda each: (each.at, each.id))
        return TrailAnswer([json.loads(each.record) for each in ordered], tuple(gaps), until, oldest)
