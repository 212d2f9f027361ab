"""The table of recurring jobs. Due patches are not in it: their runner looks for them itself, each second."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.job import Job, NotWell
from core.audit import Head, Verdict
from core.slots import Daily, Every

_MINUTE = timedelta(minutes=1)
_AT_ONCE = timedelta(seconds=15)
# What runs each minute is owed within a few, and its work is a few commits; the lease is many times that.
_SHORT, _SHORT_LEASE = 5 * _MINUTE, 2 * _MINUTE
# What runs daily reads much, and is as good a few hours later.
_MORNING = timedelta(hours=4)
_LONG, _LONG_LEASE = timedelta(hours=1), 30 * _MINUTE
# Reading the account's events ends itself before it is owed again; the next time reads what was left.
_EVENTS, _EVENTS_LEASE = 3 * _MINUTE, 5 * _MINUTE


class Reminders(Protocol):
    """What time does to patches; both say how many patches it was done to."""

    def remind(self, now: datetime) -> int:
        """Remind and escalate."""
        ...

    def expire(self, now: datetime) -> int:
        """End what was not approved or begun in time."""
        ...


class Cards(Protocol):
    """Cards of patches."""

    def mend(self) -> int:
        """Draw those again that could not be drawn or were removed, and say how many."""
        ...


class Backups(Protocol):
    """Snapshots of patches."""

    def clear(self, now: datetime) -> str:
        """Remove what has expired."""
        ...


class FindingEvents(Protocol):
    """What follows Inspector's events."""

    def look(self, now: datetime) -> str:
        """Look at the findings if an event asks for it; what it did in a few words."""
        ...


class Habits(Protocol):
    """What callers usually do."""

    def learn(self, now: datetime) -> str:
        """Learn it from the kept events; what was learnt in a few words."""
        ...


class Findings(Protocol):
    """What watches the fleet's findings."""

    def poll(self, now: datetime) -> str:
        """Tell the team what is new."""
        ...


class Events(Protocol):
    """The account's events."""

    def catch_up(self, now: datetime) -> str:
        """Read what happened since, and further back what was never read."""
        ...


class Figures(Protocol):
    """The assistant's own figures."""

    def publish(self, now: datetime) -> str:
        """Publish them."""
        ...


class Digests(Protocol):
    """The morning's story."""

    def post(self, now: datetime) -> str:
        """Tell the team."""
        ...


class AuditLog(Protocol):
    """The record of decisions."""

    def publish(self) -> Head:
        """Tell its head outside the store."""
        ...

    def verify(self) -> Verdict:
        """Hold it against its seals and published heads."""
        ...


@dataclass(frozen=True, slots=True)
class Work:
    """What the jobs are about. `sweeps` each remove what has expired somewhere, and say how much.

    `findings`, `finding_events`, `figures` and `digest` are None where nobody wants them; `watches` are jobs of a table
    of their own.
    """

    reminders: Reminders
    cards: Cards
    backups: Backups
    audit: AuditLog
    events: Events
    habits: Habits
    findings: Findings | None
    findings_every: timedelta
    finding_events: FindingEvents | None
    figures: Figures | None
    digest: Digests | None
    digest_at: time
    watches: tuple[Job, ...]
    sweeps: tuple[Callable[[], int], ...]


def jobs(work: Work, zone: ZoneInfo) -> tuple[Job, ...]:
    """Every job; times of the day are the team's."""
    return (
        *_watches(work),
        *work.watches,
        *_figures(work),
        *_mornings(work, zone),
        _each_minute(
            "approval reminders",
            lambda now: _told(work.reminders.remind(now), "reminded of"),
            if_missed="approvers are reminded later",
        ),
        _each_minute(
            "expiry of approvals",
            lambda now: _told(work.reminders.expire(now), "expired"),
            if_missed="a card shows an approval as open that lapsed; no click on it counts",
        ),
        _each_minute(
            "cards of patches",
            lambda _: _told(work.cards.mend(), "drawn again"),
            if_missed="a card that could not be drawn, or was removed, is not as it should be",
        ),
        _each_night(
            "removal of old state",
            Daily(time(2, 10), zone),
            lambda _: _told(sum(sweep() for sweep in work.sweeps), "removed"),
            if_missed="expired records and files stay a day longer",
        ),
        _each_night(
            "audit head", Daily(time(2, 20), zone), lambda _: _head(work.audit), if_missed="a day has no published head"
        ),
        _each_night(
            "audit check",
            Daily(time(2, 30), zone),
            lambda _: _checked(work.audit),
            if_missed="a changed audit log shows a day later",
            grave=True,
        ),
        _each_night(
            "habits of callers",
            Daily(time(2, 35), zone),
            work.habits.learn,
            if_missed="what is new to a caller is judged by older habits, after four days by none",
        ),
        _each_night(
            "snapshot expiry",
            Daily(time(2, 40), zone),
            work.backups.clear,
            if_missed="expired snapshots are paid for a day longer",
        ),
    )


def _watches(work: Work) -> Iterator[Job]:
    """What looks at the account without being asked; a look that was missed is made up for."""
    yield Job(
        "events of the account",
        Every(_EVENTS),
        work.events.catch_up,
        "a question about events reads them itself, which takes longer",
        grace=_EVENTS,
        lease=_EVENTS_LEASE,
    )
    if work.findings:
        yield Job(
            "findings poll",
            Every(work.findings_every),
            work.findings.poll,
            "new findings are told at the next look",
            grace=_LONG,
            lease=_LONG_LEASE,
            catch_up=True,
        )
    if work.finding_events:
        yield Job(
            "findings on events",
            Every(_AT_ONCE),
            work.finding_events.look,
            "findings that Inspector sent an event about are told a moment later",
            grace=_LONG,
            lease=_LONG_LEASE,
        )


def _figures(work: Work) -> Iterator[Job]:
    if work.figures:
        yield Job(
            "custom metrics",
            Every(5 * _MINUTE),
            work.figures.publish,
            "CloudWatch has a hole in the assistant's own metrics",
            grace=_SHORT,
            lease=_SHORT_LEASE,
        )


def _mornings(work: Work, zone: ZoneInfo) -> Iterator[Job]:
    if work.digest:
        yield Job(
            "daily digest",
            Daily(work.digest_at, zone),
            work.digest.post,
            "a day has no digest, where the morning is over",
            grace=_MORNING,
            lease=_SHORT_LEASE,
        )


def _each_minute(name: str, work: Callable[[datetime], str], *, if_missed: str) -> Job:
    """Not made up for: the next minute does what was left."""
    return Job(name, Every(_MINUTE), work, if_missed, grace=_SHORT, lease=_SHORT_LEASE)


def _each_night(name: str, when: Daily, work: Callable[[datetime], str], *, if_missed: str, grave: bool = False) -> Job:
    return Job(name, when, work, if_missed, grace=_LONG, lease=_LONG_LEASE, catch_up=True, grave=grave)


def _told(count: int, did: str) -> str:
    return f"{count} {did}" if count else ""


def _head(audit: AuditLog) -> str:
    return f"published, {audit.publish().count} in all"


def _checked(audit: AuditLog) -> str:
    verdict = audit.verify()
    if not verdict.whole:
        sentence = f"The audit log is not whole: {verdict.problems[0].sentence}"
        raise NotWell(sentence, advice="`sre-agent audit verify` shows all of it; keep the state as it is.")
    if not verdict.sure:
        gap = verdict.unheld[0]
        raise NotWell(f"The audit log could not be held against {gap.what}: {gap.why}", advice=gap.advice)
    return f"whole, {verdict.rows} in all"
