"""What happened in the account between two moments, by CloudTrail's events: kept ones, and the newest on top."""

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import wait
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import Event, Lock, Thread

from core.clock import Clock
from core.errors import Cause, Upstream
from core.gaps import Gap, whole
from core.strands import LEFT_OUT, STRANDS, Strand
from core.stretches import Stretch
from services.aws.crew import Crew
from services.aws.deadline import answering_within, left_s, patience_s
from services.aws.event_pages import KEPT
from services.aws.pace import unhurried
from services.store.event_log import EventLog
from workflows.trail_delivered import Bucket, Delivery
from workflows.trail_gaps import oldest_read, read_until, unread
from workflows.trail_reading import Pages, Reading, Wanted, wanted

_WITHIN_S = 3.5  # of the 5 s in which a first answer is promised
_TELLING_S = 0.3  # of a nearer deadline, to say what is there
_LAST_S = 2.0  # of the time for reading, in which no further question fits
_JOB_S = 150.0  # of the three minutes after which the job comes again
Find = Callable[[Stretch], Sequence[Mapping[str, object]]]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TrailAnswer:
    """Events of a span as plain CloudTrail records, oldest first; `gaps` name what is missing.

    CloudTrail was asked for what happened until `read_until`, of which the newest minutes may not have come yet. All
    that is kept since `oldest_read` is there; None: nothing has been read. `left_out` says what is never kept. `events`
    are read as they are iterated over, so that a day of them is never in memory; iterating may raise Upstream.
    """

    events: Sequence[Mapping[str, object]]
    gaps: tuple[Gap, ...]
    read_until: datetime | None
    oldest_read: datetime | None
    left_out: str = LEFT_OUT


class Trail:
    """The account's events. `sources` are its region, and the one of the services without regions.

    `bucket` is where a trail delivers them, if one does: then CloudTrail is asked for the newest minutes alone.
    """

    def __init__(
        self, sources: Sequence[Pages], log: EventLog, clock: Clock, crew: Crew, bucket: Bucket | None = None
    ) -> None:
        self._sources = sources
        self._bucket = bucket
        self._kept = log
        self._clock = clock
        self._crew = crew
        self._catching_up = Lock()
        self._leaving = Event()

    def events(self, since: datetime, until: datetime, *, afresh: bool = False) -> TrailAnswer:
        """What happened between two moments; nothing is raised, `gaps` tell what is missing.

        `afresh` reads the last minutes' changes once more, since some may have come late.
        """
        return self._answer(since, until, self._kept.between, afresh=afresh)

    def about(
        self, things: Sequence[str], since: datetime, until: datetime, also: Sequence[Strand] = ()
    ) -> TrailAnswer:
        """What names any of these instances, groups, volumes and the like. Nothing is raised.

        `also` are strands to read first, beside those that are always read.
        """
        return self._answer(since, until, partial(self._kept.about, things), also)

    def kept(self, since: datetime, until: datetime) -> Sequence[Mapping[str, object]]:
        """What is kept of a span, oldest first, without asking AWS; iterating may raise Upstream."""
        return self._kept.between(Stretch(since, until))

    def kept_since(self, now: datetime) -> datetime | None:
        """Since when all that is kept was read; None where nothing was. Raises Upstream."""
        span = Stretch(self._kept.begins(now), now)
        return oldest_read(self._kept, [each.region for each in self._sources], span)

    def catch_up(self, now: datetime) -> str:
        """Read what has happened, and further back what was never read; what was done, in a few words.

        Raises:
            Upstream: a region did not answer, or the log could not be written; the rest was read all the same.
        """
        with self._catching_up, answering_within(_JOB_S, self._clock), unhurried():
            removed = self._kept.prune(now)
            span = Stretch(self._kept.begins(now), now)
            delivered, errors = self._delivered(span)
            readings = [Reading(source, self._kept, now, self._leaving) for source in self._sources]
            asked = [self._crew.submit(_read, each.whole, self._kept, span) for each in readings]
            errors += [each.result() for each in asked]
            failed = next((error for error in errors if error and not _is_over(error)), None)
        if failed:
            raise failed
        new = delivered + sum(each.new for each in readings)
        words = (f"{new:,} new" if new else "", f"{removed:,} removed" if removed else "")
        return ", ".join(word for word in words if word)

    def leave(self) -> None:
        """Let what reads in the background end after the page it is at."""
        self._leaving.set()

    def _delivered(self, span: Stretch) -> tuple[int, list[Upstream | None]]:
        """What came from the bucket, and what went wrong; CloudTrail is asked for what is missing then."""
        new, errors = 0, list[Upstream | None]()
        if self._bucket is None:
            return new, errors
        for source in self._sources:
            delivery = Delivery(self._bucket, source.region, self._kept, self._crew)
            with answering_within(_JOB_S / 3, self._clock):
                try:
                    delivery.read(span)
                except Upstream as error:
                    errors += [] if _is_over(error) else [error]
            new += delivery.new
        return new, errors

    def _answer(
        self, since: datetime, until: datetime, find: Find, also: Sequence[Strand] = (), *, afresh: bool = False
    ) -> TrailAnswer:
        now = self._clock.now()
        span = Stretch(max(since, now - KEPT), min(until, now))
        too_old = _too_old(since, span.since)
        try:
            errors = self._topped_up(span, now, also, afresh=afresh)
            gaps = unread(self._kept, errors, span, (*also, *STRANDS))
            answer = TrailAnswer(
                find(span),
                (*too_old, *gaps),
                read_until(self._kept, list(errors), span),
                oldest_read(self._kept, list(errors), span),
            )
        except Upstream as error:  # the log itself
            gap = Gap(what="the account's events", why=error.sentence, advice=error.advice)
            return TrailAnswer((), (gap,), None, None)
        if not whole(gaps):
            self._go_on()
        return answer

    def _topped_up(
        self, span: Stretch, now: datetime, also: Sequence[Strand], *, afresh: bool
    ) -> dict[str, Upstream | None]:
        """Read what of a span is not known, as far as there is time; what went wrong by region."""
        readings = [Reading(source, self._kept, now) for source in self._sources]
        with answering_within(min(_WITHIN_S, left_s() - _TELLING_S), self._clock):
            patience = patience_s()
            ways = [each.afresh if afresh else each.newest for each in readings]
            asked = [self._crew.submit(_read, way, self._kept, span, also) for way in ways]
            wait(asked, timeout=patience)
        done = (each.result() if each.done() else None for each in asked)
        return {each.source.region: error for each, error in zip(readings, done, strict=True)}

    def _go_on(self) -> None:
        """Read on behind the answer, unless that is being done; the next question finds it."""
        if not self._catching_up.locked():
            # Not on the crew: what began there would have the deadline of whoever asks.
            Thread(target=self._behind, name="trail", daemon=True).start()

    def _behind(self) -> None:
        try:
            self.catch_up(self._clock.now())
        except Upstream as error:
            _log.info("events could not be read on: %s", error)


def _read(
    read: Callable[[Sequence[Wanted]], None], log: EventLog, span: Stretch, also: Sequence[Strand] = ()
) -> Upstream | None:
    """Read one region; what went wrong."""
    try:
        read((*(Wanted(strand, span) for strand in also), *wanted(log, span)))
    except Upstream as error:
        return error
    return None


def _is_over(error: Upstream) -> bool:
    """Whether there was more to read than time to read it in: the next time goes on."""
    return error.cause is Cause.TIMED_OUT and left_s() < _LAST_S


def _too_old(since: datetime, begin: datetime) -> tuple[Gap, ...]:
    if since >= begin:
        return ()
    what, why = f"events before {begin:%Y-%m-%d} UTC", f"CloudTrail keeps {KEPT.days} days"
    return (Gap(what=what, why=why, by_choice=True),)
