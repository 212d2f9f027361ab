import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import enumerate as enumerate_threads
from typing import Any

import pytest

from core.clock import Clock
from core.errors import Cause, Upstream
from core.strands import CHANGES, Strand
from core.stretches import Stretch
from services.aws.crew import Crew
from services.aws.deadline import left_s
from services.aws.event_pages import EventPage, StoredEvent
from services.aws.trail_bucket import Delivered
from services.store.event_log import EventLog, Limits
from workflows.trail import Trail, TrailAnswer

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
DENIED = Upstream("AWS refused LookupEvents.", cause=Cause.DENIED, retryable=False, advice="Allow it.")
Page_ = 5


class Moving:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.moment = NOW
        self.passed_s = 0.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.passed_s


@dataclass
class Account:
    """The events of one region in pages of five; each page takes `page_s` of the clock."""

    clock: Moving
    region: str = "us-west-2"
    events: list[StoredEvent] = field(default_factory=list)
    strands: dict[str, Strand] = field(default_factory=dict)
    error: Upstream | None = None
    asked: list[Strand] = field(default_factory=list)
    page_s: float = 0
    needs_s: float = 0
    leaving: Callable[[], None] = lambda: None

    def add(self, number: int, minutes_ago: float, strand: str = str(CHANGES), **more: object) -> None:
        record = json.dumps({"number": number, **more})
        at = NOW - timedelta(minutes=minutes_ago)
        self.events.append(StoredEvent(f"{strand}#{number}", at, record))

    def pages(self, strand: Strand, since: datetime, until: datetime) -> Iterator[EventPage]:
        mine = [each for each in self.events if each.id.startswith(f"{strand}#") and since <= each.at <= until]
        mine.sort(key=lambda each: each.at, reverse=True)
        for begin in count(step=Page_):
            self.asked.append(strand)
            if self.error:
                raise self.error
            if left_s() <= self.needs_s:
                raise Upstream.timed_out("LookupEvents")
            self.leaving()
            self.clock.passed_s += self.page_s
            rows = mine[begin : begin + Page_]
            more = begin + Page_ < len(mine)
            yield EventPage(tuple(rows), more)
            if not more:
                return


class Delivering:
    """A bucket with a file each five minutes of the last ten hours."""

    def __init__(self, error: Upstream | None = None) -> None:
        self._error = error

    def files(self, region: str, since: datetime, until: datetime) -> Iterator[Delivered]:
        del region
        if self._error:
            raise self._error
        times = (NOW - timedelta(minutes=minutes) for minutes in range(600, -1, -5))
        yield from (Delivered(f"{at:%H%M}", at) for at in times if since <= at <= until + timedelta(minutes=20))

    def events(self, file: Delivered) -> list[StoredEvent]:
        return [StoredEvent(file.key, file.at, json.dumps({"number": file.key}))]


@pytest.fixture
def clock() -> Moving:
    return Moving()


@pytest.fixture
def account(clock: Moving) -> Account:
    return Account(clock)


Making = Callable[..., Trail]


@pytest.fixture
def trail(tmp_path: Path, clock: Clock) -> Iterator[Making]:
    logs: list[EventLog] = []
    with Crew(4) as crew:

        def make(*accounts: Account, age: timedelta = timedelta(days=30), bucket: Delivering | None = None) -> Trail:
            logs.append(EventLog(tmp_path, Limits(age, 10**8)))
            return Trail(accounts, logs[-1], clock, crew, bucket)

        yield make
        _wait_for_reading()
    for log in logs:
        log.close()


def last(trail: Trail, hours: float = 24) -> TrailAnswer:
    now = trail._clock.now()
    return trail.events(now - timedelta(hours=hours), now)


def numbers(events: Sequence[Mapping[str, object]]) -> list[object]:
    return [each["number"] for each in events]


def still(trail: Trail, monkeypatch: pytest.MonkeyPatch) -> Trail:
    """Nothing is read behind its answers."""
    monkeypatch.setattr(trail, "_go_on", lambda: None)
    return trail


def test_the_newest_changes_are_there_when_time_is_up_and_the_rest_is_named(
    account: Account, trail: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.page_s = 1
    for number in range(1, 61):
        account.add(number, minutes_ago=20 * number)
    told = last(still(trail(account), monkeypatch))
    assert numbers(told.events) == list(range(20, 0, -1))
    assert told.read_until == NOW
    assert told.oldest_read == NOW - timedelta(minutes=400) + timedelta(seconds=1)
    assert told.gaps[0].what == "events before 2026-11-20 12:20 UTC"
    assert "not read yet" in told.gaps[0].why
    assert told.gaps[1].what.startswith("some of the secrets read, ")


def test_what_was_left_is_read_behind_the_answer_and_the_next_question_finds_it(
    account: Account, trail: Making
) -> None:
    account.page_s = 1
    for number in range(1, 61):
        account.add(number, minutes_ago=20 * number)
    asked = trail(account)
    assert last(asked).gaps
    _wait_for_reading()
    account.error = DENIED  # so that whatever is told now was read before
    told = last(asked)
    assert (len(told.events), told.gaps) == (60, ())


def _wait_for_reading() -> None:
    for thread in enumerate_threads():
        if thread.name == "trail":
            thread.join(30)


def test_a_job_reads_on_where_a_process_that_died_was(account: Account, trail: Making, clock: Moving) -> None:
    account.page_s = 1
    for number in range(1, 1001):
        account.add(number, minutes_ago=number)
    trail(account).catch_up(NOW)  # 150 pages, then the time is up
    first = len(account.asked)
    assert trail(account).catch_up(NOW).endswith(" new")
    while _left(trail(account), clock):
        trail(account).catch_up(NOW)
    changes = sum(strand is CHANGES for strand in account.asked)
    assert first >= 150
    assert changes <= 200 + 8  # each page once, but for the newest minutes


def test_a_job_that_has_more_to_read_than_time_did_not_fail(account: Account, trail: Making) -> None:
    account.page_s = account.needs_s = 1
    for number in range(1, 1001):
        account.add(number, minutes_ago=number)
    assert trail(account).catch_up(NOW).endswith(" new")


def test_a_job_to_which_cloudtrail_does_not_answer_failed(account: Account, trail: Making) -> None:
    account.error = Upstream.timed_out("LookupEvents")
    with pytest.raises(Upstream, match="had not answered"):
        trail(account).catch_up(NOW)


def test_whoever_leaves_waits_for_one_page(account: Account, trail: Making) -> None:
    for number in range(1, 101):
        account.add(number, minutes_ago=number)
    asked = trail(account)
    account.leaving = asked.leave
    asked.catch_up(NOW)
    assert len(account.asked) == 1


def _left(trail: Trail, clock: Moving) -> bool:
    clock.passed_s = 0
    return len(trail._kept.between(Stretch(NOW - timedelta(days=2), NOW))) < 1000


def test_whoever_looks_for_a_cause_has_changes_that_came_late_read_again(account: Account, trail: Making) -> None:
    asked = trail(account)
    account.add(1, minutes_ago=30)
    asked.catch_up(NOW)
    account.add(2, minutes_ago=3)
    account.asked.clear()
    assert numbers(last(asked).events) == [1]
    assert account.asked == []
    told = asked.events(NOW - timedelta(hours=3), NOW, afresh=True)
    assert numbers(told.events) == [1, 2]
    assert account.asked == [CHANGES]


def test_the_job_reads_again_only_what_may_still_come_late(
    account: Account, trail: Making, clock: Moving, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.add(1, minutes_ago=30)
    asked = still(trail(account), monkeypatch)
    asked.catch_up(NOW)
    account.add(2, minutes_ago=10)  # it happened before, and came late
    clock.moment = NOW + timedelta(minutes=3)
    assert asked.catch_up(clock.moment) == "1 new"
    assert numbers(last(asked).events) == [1, 2]


def test_a_question_after_the_job_asks_for_the_minutes_since(account: Account, trail: Making, clock: Moving) -> None:
    asked = trail(account)
    asked.catch_up(NOW)
    account.add(1, minutes_ago=-2)
    clock.moment = NOW + timedelta(minutes=3)
    told = last(asked)
    assert (numbers(told.events), told.gaps, told.read_until) == ([1], (), clock.moment)


def test_whoever_was_refused_is_followed_around_that_moment(account: Account, trail: Making) -> None:
    refused: dict[str, Any] = {"errorCode": "AccessDenied", "userIdentity": {"accessKeyId": "AKIA1"}}
    account.add(1, minutes_ago=200, **refused)
    account.add(2, minutes_ago=210, strand="AccessKeyId=AKIA1")
    account.add(3, minutes_ago=600, strand="AccessKeyId=AKIA1")
    asked = trail(account)
    asked.catch_up(NOW)
    asked.catch_up(NOW)
    assert numbers(last(asked).events) == [2, 1]


def test_of_a_program_that_is_refused_all_the_time_only_the_last_calls_are_read(
    account: Account, trail: Making
) -> None:
    refused: dict[str, Any] = {"errorCode": "AccessDenied", "userIdentity": {"accessKeyId": "AKIA1"}}
    account.add(0, minutes_ago=20, **refused)
    for number in range(1, 40):
        account.add(number, minutes_ago=20 + number, strand="AccessKeyId=AKIA1")
    asked = trail(account)
    for _ in range(3):
        asked.catch_up(NOW)
    assert numbers(last(asked).events) == list(range(20, -1, -1))


def test_a_region_that_refuses_is_named_and_the_other_is_told(account: Account, trail: Making, clock: Moving) -> None:
    account.add(1, minutes_ago=5)
    told = last(trail(account, Account(clock, "us-east-1", error=DENIED)), hours=1)
    assert numbers(told.events) == [1]
    (gap,) = told.gaps
    assert gap.what == "events in us-east-1 since 2026-11-20 18:00 UTC"
    assert (gap.why, gap.advice) == (DENIED.sentence, DENIED.advice)
    assert told.oldest_read is None


def test_a_job_whose_region_refuses_fails_after_reading_the_other(
    account: Account, trail: Making, clock: Moving
) -> None:
    account.add(1, minutes_ago=5)
    asked = trail(Account(clock, "us-east-1", error=DENIED), account)
    with pytest.raises(Upstream, match="refused"):
        asked.catch_up(NOW)
    assert len(asked._kept) == 1


def test_a_short_span_of_which_nothing_could_be_read_is_not_shown_as_quiet(account: Account, trail: Making) -> None:
    account.error = DENIED
    told = last(trail(account), hours=0.1)
    assert told.gaps
    assert told.read_until is None


def test_what_is_too_old_for_cloudtrail_is_left_out_by_choice(account: Account, trail: Making) -> None:
    told = last(trail(account), hours=24 * 100)
    assert told.gaps[0].by_choice
    assert told.gaps[0].what == "events before 2026-08-22 UTC"


def test_what_names_a_thing_is_found(account: Account, trail: Making) -> None:
    account.add(1, 5, userIdentity={"arn": "arn:aws:iam::1:role/api"})
    account.add(2, 4, requestParameters={"instanceId": "i-0d70ac4ed9328e728"})
    asked = trail(account)
    since = NOW - timedelta(hours=1)
    assert numbers(asked.about(["i-0d70ac4ed9328e728"], since, NOW).events) == [2]


def test_a_log_that_cannot_be_used_is_named(account: Account, trail: Making) -> None:
    asked = trail(account)
    asked._kept._database.execute("DROP TABLE settled")
    told = last(asked)
    assert (len(told.events), told.gaps[0].what) == (0, "the account's events")


def test_events_are_kept_no_longer_than_they_may(account: Account, trail: Making, clock: Moving) -> None:
    account.add(1, minutes_ago=50)
    asked = trail(account, age=timedelta(hours=1))
    asked.catch_up(NOW)
    account.events.clear()
    clock.moment = NOW + timedelta(minutes=30)
    assert asked.catch_up(clock.moment) == "1 removed"


def test_what_a_trail_delivers_is_not_asked_of_cloudtrail(account: Account, trail: Making) -> None:
    asked = trail(account, age=timedelta(hours=9), bucket=Delivering())
    account.add(1, minutes_ago=4)
    account.add(2, minutes_ago=300)
    asked.catch_up(NOW)
    told = last(asked, hours=9)
    assert told.gaps == ()
    assert len(told.events) > 100
    assert numbers(told.events)[-1] == 1
    assert 2 not in numbers(told.events)


def test_where_the_bucket_refuses_cloudtrail_is_asked_and_the_job_says_why(account: Account, trail: Making) -> None:
    account.add(1, minutes_ago=300)
    asked = trail(account, bucket=Delivering(DENIED))
    with pytest.raises(Upstream, match="refused"):
        asked.catch_up(NOW)
    assert numbers(last(asked).events) == [1]
