"""The account's events, kept in a file of their own that may be lost at any time: what is lost is read again."""

import json
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any, Protocol, TypeVar, overload

from core.stretches import Stretch, joined
from services.store import event_tables as sql
from services.store.event_file import emptied, opened
from services.store.event_rows import packed, refused_key, short_id, things_in, unpacked
from services.store.opening import in_our_words

FILE = "events.db"
Told = TypeVar("Told")
_CHUNK = 500
_PORTION = 2_000
_PAGE_BYTES = 4096


class Readable(Protocol):
    """An event to keep: its id, when it happened, and its record as JSON text."""

    @property
    def id(self) -> str:
        """Told once for each event."""
        ...

    @property
    def at(self) -> datetime:
        """When it happened."""
        ...

    @property
    def record(self) -> str:
        """All of it."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is kept: events of so long, in a file of so many bytes. Later ones of a busy account push out older."""

    age: timedelta
    size_bytes: int


class KeptEvents(Sequence[Mapping[str, Any]]):
    """Records by the order of time, read from the file as they are asked for: a day of them is never in memory.

    One that made room meanwhile is an empty record.
    """

    def __init__(self, log: "EventLog", numbers: "array[int]") -> None:
        self._log = log
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for begin in range(0, len(self._numbers), _CHUNK):
            yield from self._log.records(self._numbers[begin : begin + _CHUNK])

    @overload
    def __getitem__(self, place: int) -> Mapping[str, Any]: ...
    @overload
    def __getitem__(self, place: slice) -> "KeptEvents": ...
    def __getitem__(self, place: int | slice) -> "Mapping[str, Any] | KeptEvents":
        if isinstance(place, slice):
            return KeptEvents(self._log, self._numbers[place])
        return self._log.records(array("q", [self._numbers[place]]))[0]


class EventLog:
    """Events once each, and which stretches of which strand have been read. One connection, used by any thread."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._path = folder / FILE
        self._limits = limits
        self._lock = RLock()
        self._database = opened(self._path)

    def keep(
        self, strand: str | Sequence[str], events: Iterable[Readable], read: Stretch, steady_until: datetime
    ) -> int:
        """Keep what was read of a stretch of a strand, or of several at once; how many events were new.

        What happened after `steady_until` may still come late: that part is known, and stays to be read again.

        Raises:
            Upstream: the file cannot be written.
        """
        strands = [strand] if isinstance(strand, str) else strand
        return self._guarded(lambda: self._kept(strands, events, read, steady_until))

    def settled(self, strand: str) -> tuple[Stretch, ...]:
        """What was read of a strand and need not be read again.

        Raises:
            Upstream: the file cannot be read.
        """
        return self._guarded(lambda: self._stretches(sql.SETTLED, strand))

    def known(self, strand: str) -> tuple[Stretch, ...]:
        """The same, and what was read lately.

        Raises:
            Upstream: the file cannot be read.
        """
        return joined((*self.settled(strand), *self._guarded(lambda: self._stretches(sql.FRESH, strand))))

    def between(self, span: Stretch) -> KeptEvents:
        """The events of a span, oldest first. Raises Upstream where the file cannot be read."""
        return self._found(sql.BETWEEN, span)

    def about(self, things: Sequence[str], span: Stretch) -> KeptEvents:
        """What names any of these instances, groups, volumes and the like, oldest first. Raises Upstream."""
        return self._found(sql.ABOUT, span, things=json.dumps(list(things)))

    def refused(self, since: datetime, limit: int) -> Sequence[tuple[str, datetime]]:
        """Access keys whose calls were refused since a moment, and when last, newest first. Raises Upstream."""
        wanted = {"since": _seconds(since), "limit": limit}
        rows = self._guarded(lambda: list(self._database.query(sql.REFUSALS, wanted)))
        return [(row["key"], _moment(row["at"])) for row in rows]

    def records(self, numbers: "array[int]") -> list[Mapping[str, Any]]:
        """The records of these rows in their order. Raises Upstream."""
        asked = {"numbers": json.dumps(numbers.tolist())}
        rows = self._guarded(lambda: {row["n"]: row["body"] for row in self._database.query(sql.BODIES, asked)})
        return [unpacked(rows[number]) if number in rows else {} for number in numbers]

    def prune(self, now: datetime) -> int:
        """Remove what is too old or too much; how many events. Raises Upstream where the file cannot be written."""
        removed = 0
        while portion := self._guarded(lambda: self._removed(sql.EXPIRED, now - self._limits.age)):
            removed += portion
        while self._guarded(self._used_bytes) > self._limits.size_bytes:
            portion = self._guarded(lambda: self._removed(sql.OLDEST, None))
            removed += portion
            if not portion:
                break
        return removed

    def begins(self, now: datetime) -> datetime:
        """Since when events are kept, by their age and their size. Raises Upstream."""
        (row,) = self._guarded(lambda: list(self._database.query(sql.ROOM_SINCE)))
        oldest = now - self._limits.age
        return oldest if row["at"] is None else max(oldest, _moment(row["at"]))

    def size_bytes(self) -> int:
        """How much of the file is in use. Raises Upstream."""
        return self._guarded(self._used_bytes)

    def __len__(self) -> int:
        """How many events are kept. Raises Upstream."""
        return self._guarded(lambda: int(next(iter(self._database.query(sql.COUNT)))["found"]))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._database.conn.close()

    def _kept(self, strands: Sequence[str], events: Iterable[Readable], read: Stretch, steady_until: datetime) -> int:
        with self._database.atomic():
            new = sum(self._added(event) for event in events)
            for strand in strands:
                self._note(strand, read, steady_until)
        return new

    def _note(self, strand: str, read: Stretch, steady_until: datetime) -> None:
        """Write down that a stretch of a strand was read."""
        steady = Stretch(read.since, min(read.until, steady_until))
        stretches = joined((*self._stretches(sql.SETTLED, strand), steady))
        self._database.execute(sql.FORGET_SETTLED, {"strand": strand})
        for each in stretches:
            self._database.execute(sql.SETTLE, _columns(strand, each))
        self._database.execute(sql.REFRESH, _columns(strand, self._freshened(strand, read)))

    def _freshened(self, strand: str, read: Stretch) -> Stretch:
        """What was read lately without a hole, the later one of two that do not touch."""
        before = self._stretches(sql.FRESH, strand)
        return joined((*before, read))[-1]

    def _added(self, event: Readable) -> int:
        record = json.loads(event.record)
        at = _seconds(event.at)
        row = {"at": at, "id": short_id(event.id), "body": packed(event.record)}
        added = list(self._database.query(sql.EVENT, row))
        for each in added:
            for thing in things_in(event.record):
                self._database.execute(sql.MENTION, {"thing": thing, "n": each["n"]})
        if key := refused_key(record):
            self._database.execute(sql.REFUSAL, {"key": key, "at": at})
        return len(added)

    def _removed(self, query: str, before: datetime | None) -> int:
        with self._database.atomic():
            asked = {"limit": _PORTION, **({"before": _seconds(before)} if before else {})}
            rows = list(self._database.query(query, asked))
            for row in rows:
                for thing in things_in(json.dumps(unpacked(row["body"]))):
                    self._database.execute(sql.UNMENTION, {"thing": thing, "n": row["n"]})
                self._database.execute(sql.REMOVE, {"n": row["n"]})
            end = _seconds(before) if before else max((row["at"] for row in rows), default=0) + 1
            for statement in sql.SHORTEN:
                self._database.execute(statement, {"before": end})
            if rows and not before:
                self._database.execute(sql.MADE_ROOM, {"at": end})
        return len(rows)

    def _found(self, query: str, span: Stretch, **values: str) -> KeptEvents:
        asked = {"since": _seconds(span.since), "until": _seconds(span.until), **values}
        rows = self._guarded(lambda: array("q", (row["n"] for row in self._database.query(query, asked))))
        return KeptEvents(self, rows)

    def _stretches(self, query: str, strand: str) -> tuple[Stretch, ...]:
        rows = self._database.query(query, {"strand": strand})
        return tuple(Stretch(_moment(row["since"]), _moment(row["until"])) for row in rows)

    def _used_bytes(self) -> int:
        (pages,) = self._database.execute("PRAGMA page_count").fetchone()
        (free,) = self._database.execute("PRAGMA freelist_count").fetchone()
        return int(pages - free) * _PAGE_BYTES

    def _guarded(self, work: Callable[[], Told]) -> Told:
        with self._lock, in_our_words(self._path):
            try:
                return work()
            except (sqlite3.OperationalError, sqlite3.ProgrammingError, sqlite3.IntegrityError):
                raise
            except sqlite3.DatabaseError as error:
                self._database.conn.close()
                self._database = emptied(self._path, error)
                return work()


def _columns(strand: str, stretch: Stretch) -> dict[str, Any]:
    return {"strand": strand, "since": _seconds(stretch.since), "until": _seconds(stretch.until)}


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
