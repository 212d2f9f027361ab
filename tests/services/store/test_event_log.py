"""The event log: each event once, what has been read, what makes room, and every way to lose its file."""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.stretches import Stretch
from services.store.event_log import FILE, EventLog, Limits

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
DAY = Stretch(NOW - timedelta(days=1), NOW)
API = "i-0d70ac4ed9328e728"
ROLE = "arn:aws:iam::123456789012:role/api"
Opening = Callable[..., EventLog]


@dataclass(frozen=True)
class Told:
    id: str
    at: datetime
    record: str


@pytest.fixture
def opening(tmp_path: Path) -> Iterator[Opening]:
    opened: list[EventLog] = []

    def at(age: timedelta = timedelta(days=30), size_bytes: int = 10**9, folder: Path = tmp_path) -> EventLog:
        opened.append(EventLog(folder, Limits(age, size_bytes)))
        return opened[-1]

    yield at
    for log in opened:
        log.close()


def told(number: int, minutes_ago: float | None = None, **more: object) -> Told:
    at = NOW - timedelta(minutes=number if minutes_ago is None else minutes_ago)
    return Told(f"00000000-0000-0000-0000-{number:012}", at, json.dumps({"number": number, **more}))


def numbers(log: EventLog, span: Stretch = DAY) -> list[object]:
    return [record["number"] for record in log.between(span)]


def stretch(from_minutes_ago: float, to_minutes_ago: float) -> Stretch:
    return Stretch(NOW - timedelta(minutes=from_minutes_ago), NOW - timedelta(minutes=to_minutes_ago))


def keep(log: EventLog, *events: Told, read: Stretch = DAY, late_min: float = 15) -> int:
    return log.keep("a", events, read, NOW - timedelta(minutes=late_min))


def test_events_come_back_once_and_oldest_first_also_after_opening_again(opening: Opening) -> None:
    assert keep(opening(), told(1), told(2)) == 2
    log = opening()
    assert keep(log, told(2), told(3)) == 1
    assert (numbers(log), len(log)) == ([3, 2, 1], 3)


def test_of_one_second_what_was_read_later_is_older(opening: Opening) -> None:
    log = opening()
    keep(log, told(1, 5), told(2, 5))
    keep(log, told(3, 5))
    assert numbers(log) == [3, 2, 1]


def test_kept_events_are_a_sequence_that_reads_what_is_asked_for(opening: Opening) -> None:
    log = opening()
    keep(log, *(told(number) for number in range(1200)))
    events = log.between(DAY)
    assert (len(events), events[0]["number"], events[-1]["number"]) == (1200, 1199, 0)
    assert [record["number"] for record in events[2:4]] == [1197, 1196]
    assert sum(1 for _ in events) == 1200


def test_an_event_that_made_room_meanwhile_is_an_empty_record(opening: Opening) -> None:
    log = opening(age=timedelta(hours=1))
    keep(log, told(90), told(5))
    events = log.between(DAY)
    assert log.prune(NOW) == 1
    assert [dict(record) for record in events] == [{}, {"number": 5}]


def test_the_newest_minutes_are_known_but_stay_to_be_read_again(opening: Opening) -> None:
    log = opening()
    keep(log, read=stretch(60, 0))
    assert log.settled("a") == (stretch(60, 15),)
    assert log.known("a") == (stretch(60, 0),)
    assert log.known("b") == ()


def test_an_old_hole_that_is_closed_joins_what_lies_around_it(opening: Opening) -> None:
    log = opening()
    keep(log, read=stretch(60, 0))
    keep(log, read=stretch(300, 200))
    keep(log, read=stretch(200, 60))
    assert log.settled("a") == (stretch(300, 15),)


def test_what_an_event_names_finds_it_once(opening: Opening) -> None:
    log = opening()
    request = {"instanceId": API, "groups": ["sg-0123456789abcdef0"]}
    keep(log, told(1, requestParameters=request), told(2, requestParameters={"instanceId": "i-0fff7969126a03f88"}))
    assert [record["number"] for record in log.about([API, "sg-0123456789abcdef0"], DAY)] == [1]


def test_keys_that_were_refused_are_remembered_newest_first(opening: Opening) -> None:
    log = opening()
    refused = [
        told(9, errorCode="AccessDenied", userIdentity={"accessKeyId": "AKIA9"}),
        told(2, errorCode="Client.UnauthorizedOperation", userIdentity={"accessKeyId": "AKIA2"}),
        told(3, errorCode="ThrottlingException", userIdentity={"accessKeyId": "AKIA3"}),
        told(4, errorCode=7, userIdentity="nobody"),
    ]
    keep(log, *refused)
    assert [key for key, _ in log.refused(DAY.since, 10)] == ["AKIA2", "AKIA9"]


def test_a_file_that_grows_too_large_loses_its_oldest_events_and_says_since_when_it_has_them(opening: Opening) -> None:
    log = opening(size_bytes=400_000)
    keep(
        log,
        *(told(number, text=f"{number * 7919 % 1_000_003:x}" * 40) for number in range(6000)),
        read=stretch(6000, 0),
    )
    before = log.size_bytes()
    assert log.prune(NOW) > 0
    assert log.size_bytes() <= 400_000 < before
    oldest = NOW - timedelta(minutes=len(log))
    assert abs(log.begins(NOW) - oldest) <= timedelta(minutes=1)
    assert log.settled("a")[0].since == log.begins(NOW)


def test_a_damaged_file_is_begun_anew(opening: Opening, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all, but long enough to be looked at" * 90)
    with caplog.at_level(logging.WARNING):
        log = opening()
    assert "starts empty" in caplog.text
    assert keep(log, told(1)) == 1


def test_a_file_of_another_version_is_begun_anew(opening: Opening, caplog: pytest.LogCaptureFixture) -> None:
    log = opening()
    keep(log, told(1))
    log._database.execute("PRAGMA user_version = 99")
    assert numbers(opening()) == []
    assert "its shape is 99" in caplog.text


def test_without_a_folder_the_log_is_kept_in_memory(opening: Opening, caplog: pytest.LogCaptureFixture) -> None:
    log = opening(folder=Path("/proc/nowhere"))
    assert keep(log, told(1)) == 1
    assert "in memory" in caplog.text


def test_a_record_is_kept_in_a_fraction_of_its_length(opening: Opening) -> None:
    log = opening()
    identity = {
        "type": "AssumedRole",
        "arn": "arn:aws:sts::123456789012:assumed-role/api/x",
        "accountId": "123456789012",
    }
    for begin in range(0, 2000, 500):
        keep(log, *(told(n, userIdentity=identity, eventSource="ec2.amazonaws.com") for n in range(begin, begin + 500)))
    assert log.size_bytes() / len(log) < 260
